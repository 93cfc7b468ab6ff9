import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDevice } from '#provided/syscalls/device.ts'
import type { Added, BerthRequest } from '../machine/machine.ts'
import { removeFolder } from './remove.ts'

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

/** Adds files to a berth's image. */
export function addToImage(berth: string, added: BerthRequest['image']): void {
  for (const [path, content] of Object.entries(added)) {
    const file = join(copies, berth, 'busybox/rootfs', path)
    mkdirSync(dirname(file), { recursive: true })
    addFile(file, content)
  }
}

function addFile(file: string, content: Added): void {
  if (typeof content === 'string') writeFileSync(file, content)
  else if ('device' in content) makeDevice(file, 0o666, ...content.device)
  else if ('link' in content) symlinkSync(content.link, file)
  else {
    writeFileSync(file, '')
    truncateSync(file, content.sparse)
  }
}

export const removeFs = (berth: string) => removeFolder(join(copies, berth))

/**
 * The files of a berth, two folders deep: an image, and what its root holds. Volumes are there to stay, and so are the
 * mount points in an image, in which there is nothing.
 */
export function listing(berth: string): string[] {
  const folder = join(copies, berth)
  const images = readdirSync(folder).filter((name) => name !== '.volumes')
  return images.flatMap((image) => {
    const root = join(folder, image, 'rootfs')
    const names = isFolder(root) ? readdirSync(root).filter((name) => !isHollow(join(root, name))) : []
    return [join('/fs', image), ...names.map((name) => join('/fs', image, 'rootfs', name))]
  })
}

/** Not a symlink to one: that leads to where the code wants. */
const isFolder = (path: string) =>
  [dirname(path), path].every((part) => lstatSync(part, { throwIfNoEntry: false })?.isDirectory())

/** An empty file, or a folder in which there are only such. The code may change it meanwhile: then it is not. */
function isHollow(path: string): boolean {
  try {
    const found = lstatSync(path)
    if (found.isDirectory()) return readdirSync(path).every((name) => isHollow(join(path, name)))
    return found.isFile() && found.size === 0
  } catch {
    return false
  }
}

/** Berths whose files are still there, for a killed grader removes nothing. */
export const remainingFs = () => (existsSync(copies) ? readdirSync(copies) : [])
