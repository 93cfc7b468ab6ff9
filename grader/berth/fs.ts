import { cpSync, existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDevice } from '#provided/syscalls/device.ts'
import type { BerthRequest } from '../machine/machine.ts'

/** The images of this machine, and below it a copy for every berth: /fs must be a real filesystem, not an overlay. */
const images = '/fs'
export const copies = join(images, '.berths')

/**
 * Gives a berth its own /fs, holding the image `busybox`.
 *
 * @returns the folder
 */
export function makeFs(berth: string): string {
  const image = join(images, 'busybox')
  if (!existsSync(image))
    throw new Error('The image busybox is not in /fs on this machine. Run: npm run doctor -- --fix')
  const folder = join(copies, berth)
  cpSync(image, join(folder, 'busybox'), {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  })
  return folder
}

/** Adds files to the root of a berth's image. */
export function addToImage(berth: string, added: BerthRequest['image']): void {
  for (const [name, content] of Object.entries(added)) {
    const file = join(copies, berth, 'busybox/rootfs', name)
    if (typeof content === 'string') writeFileSync(file, content)
    else if ('device' in content) makeDevice(file, 0o666, ...content.device)
    else {
      writeFileSync(file, '')
      truncateSync(file, content.sparse)
    }
  }
}

export const removeFs = (berth: string) => rmSync(join(copies, berth), { recursive: true, force: true })

/** The files of a berth, two folders deep: an image, and what its root holds. */
export function listing(berth: string): string[] {
  const images = readdirSync(join(copies, berth))
  return images.flatMap((image) => [
    join('/fs', image),
    ...readdirSync(join(copies, berth, image, 'rootfs')).map((name) => join('/fs', image, 'rootfs', name)),
  ])
}

/** Berths whose files are still there, for a killed grader removes nothing. */
export const remainingFs = () => (existsSync(copies) ? readdirSync(copies) : [])
