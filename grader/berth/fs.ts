import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeDevice } from '#provided/syscalls/device.ts'
import type { BerthRequest } from '../machine/machine.ts'

/** The images of this machine, and below it a copy for every berth: /fs must be a real filesystem, not an overlay. */
const images = '/fs'
export const copies = join(images, '.berths')

/** Copies of the image that wait for a berth: laying one out takes longer than all else in opening it. */
const spares = join(images, '.spares')

/** Lays out the files of so many berths. */
export function makeSpares(count: number): void {
  for (let spare = 0; spare < count; spare++) copyImage(join(spares, String(spare)))
}

/**
 * Gives a berth its own /fs, holding the image `busybox`.
 *
 * @param added to the image's root
 * @returns the folder
 */
export function makeFs(berth: string, added: BerthRequest['image']): string {
  const folder = join(copies, berth)
  mkdirSync(copies, { recursive: true })
  const [spare] = existsSync(spares) ? readdirSync(spares) : []
  if (spare) renameSync(join(spares, spare), folder)
  else copyImage(folder)
  for (const [name, content] of Object.entries(added)) {
    const file = join(folder, 'busybox/rootfs', name)
    if (typeof content === 'string') writeFileSync(file, content)
    else if ('device' in content) makeDevice(file, 0o666, ...content.device)
    else {
      writeFileSync(file, '')
      truncateSync(file, content.sparse)
    }
  }
  return folder
}

function copyImage(folder: string): void {
  const image = join(images, 'busybox')
  if (!existsSync(image))
    throw new Error('The image busybox is not in /fs on this machine. Run: npm run doctor -- --fix')
  cpSync(image, join(folder, 'busybox'), {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  })
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
