import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chainIds } from './chain-id.ts'
import { IMAGES, imageFolder, noImage, readConfig, type Wishes, wishesOf } from './image-config.ts'

/** Where layers are, each unpacked into a folder of its own, as overlayfs has them. Images share them. */
const LAYERS = join(IMAGES, '.layers')

/** The folder of a layer: `/fs/.layers/sha256/…`. */
export const layerFolder = (chainId: string) => join(LAYERS, chainId.replace(':', '/'))

/** An image whose layers are there to be run. */
export interface LayeredImage extends Wishes {
  /** The digests of its layers when uncompressed, lowest first. */
  diffIds: string[]
}

/**
 * An image that was pulled and unpacked layer by layer.
 *
 * @param name - its name as in `docker run`
 * @param given - the command that was asked for; it takes the place of the image's `Cmd`, after its `Entrypoint`
 * @throws Failure if there is no such image, naming those that are, or if there is nothing to run
 */
export function layeredImage(name: string, given: string[] = []): LayeredImage {
  const folder = imageFolder(name)
  if (!hasLayers(folder)) throw noImage(name, missingIn(folder), '08', hasLayers)
  return { diffIds: diffIdsIn(folder), ...wishesOf(readConfig(folder), name, given) }
}

/** The layers that an image's configuration names. */
export const diffIdsIn = (folder: string): string[] => readConfig(folder).rootfs?.diff_ids ?? []

/** Whether an image is laid out so. */
export function hasLayers(folder: string): boolean {
  const layers = chainIds(diffIdsIn(folder)).map(layerFolder)
  return layers.length > 0 && layers.every((layer) => existsSync(layer))
}

const missingIn = (folder: string) =>
  chainIds(diffIdsIn(folder))
    .map(layerFolder)
    .find((layer) => !existsSync(layer)) ?? join(folder, 'config.json')
