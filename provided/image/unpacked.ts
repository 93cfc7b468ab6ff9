import { statSync } from 'node:fs'
import { join } from 'node:path'
import { imageFolder, noImage, readConfig, type Wishes, wishesOf } from './image-config.ts'

export { IMAGES } from './image-config.ts'

/** An image that is there to be run. */
export interface UnpackedImage extends Wishes {
  /** The folder that becomes `/`. */
  rootfs: string
}

/**
 * An image that was pulled and unpacked into one folder, `/fs/<image>/rootfs`.
 *
 * @param name - its name as in `docker run`
 * @param given - the command that was asked for; it takes the place of the image's `Cmd`, after its `Entrypoint`
 * @throws Failure if there is no such image, naming those that are, or if there is nothing to run
 */
export function unpackedImage(name: string, given: string[] = []): UnpackedImage {
  const folder = imageFolder(name)
  if (!hasRootfs(folder)) throw noImage(name, rootfsIn(folder), '04', hasRootfs)
  return { rootfs: rootfsIn(folder), ...wishesOf(readConfig(folder), name, given) }
}

/** Where the files of an image are, from its folder. */
export const rootfsIn = (folder: string) => join(folder, 'rootfs')

/** Whether an image is laid out so. */
export const hasRootfs = (folder: string) =>
  statSync(rootfsIn(folder), { throwIfNoEntry: false })?.isDirectory() === true
