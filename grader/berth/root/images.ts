import {
  cpSync,
  type Dirent,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { chainIds } from '#provided/image/chain-id.ts'
import { diffIdsIn, hasLayers, layerFolder } from '#provided/image/layered.ts'
import { IMAGES } from '#provided/image/unpacked.ts'
import { makeDevice, mknod, S_IFBLK } from '#provided/syscalls/device.ts'
import { setXattr } from '#provided/syscalls/file.ts'
import type { Added, BerthRequest } from '../../machine/machine.ts'
import { removeFolder } from './remove.ts'

/** Among the images of this machine, a copy for every berth: /fs must be a real filesystem, not an overlay. */
export const copies = join(IMAGES, '.berths')

/**
 * Gives a berth its own /fs, holding the image `busybox`, in one folder and in layers.
 *
 * @returns the folder
 */
export function makeFs(berth: string): string {
  const image = join(IMAGES, 'busybox')
  if (!hasLayers(image))
    throw new Error('The image busybox is not in /fs on this machine. Run: npm run doctor -- --fix')
  const folder = join(copies, berth)
  for (const part of [image, ...chainIds(diffIdsIn(image)).map(layerFolder)])
    cpSync(part, join(folder, relative(IMAGES, part)), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
    })
  return folder
}

/** Adds files to a berth's image. */
export const addToImage = (berth: string, added: BerthRequest['image']) =>
  addFiles(join(copies, berth, 'busybox/rootfs'), added)

/** Calls a berth's image busybox something else. */
export const renameImage = (berth: string, name: string) =>
  renameSync(join(copies, berth, 'busybox'), join(copies, berth, name))

/** @param added - by path from `root` */
export function addFiles(root: string, added: Record<string, Added>): void {
  for (const [path, content] of Object.entries(added)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    addFile(file, content)
  }
}

function addFile(file: string, content: Added): void {
  if (typeof content === 'string') writeFileSync(file, content)
  else if ('program' in content) writeFileSync(file, content.program, { encoding: 'base64', mode: 0o755 })
  else if ('device' in content) makeDevice(file, 0o666, ...content.device)
  else if ('disk' in content) mknod(Buffer.from(file), S_IFBLK | 0o660, ...content.disk)
  else if ('link' in content) symlinkSync(content.link, file)
  else if ('opaque' in content) {
    mkdirSync(file)
    setXattr(Buffer.from(file), 'trusted.overlay.opaque', Buffer.from('y'))
  } else {
    writeFileSync(file, '')
    truncateSync(file, content.sparse)
  }
}

export const removeFs = (berth: string) => removeFolder(join(copies, berth))

/**
 * The files of a berth, three folders deep: images with what their root holds, layers, containers. Volumes are there to
 * stay, and so is what is hollow: mount points in an image, and the folder that all containers have theirs in.
 */
export function listing(berth: string): string[] {
  const folder = join(copies, berth)
  const visit = (path: string, depth: number): string[] =>
    entriesIn(join(folder, path))
      .map((entry) => ({ at: join(path, entry.name), isFolder: entry.isDirectory() }))
      .filter(({ at }) => at !== '.volumes' && !isHollow(join(folder, at)))
      .flatMap(({ at, isFolder }) => [
        join('/fs', at),
        ...(isFolder && depth > 1 ? visit(at, depth - 1) : []),
      ])
  return visit('', 3)
}

/** The code may remove the folder meanwhile. */
function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/**
 * An empty file, a device, a symlink, or a folder in which there are only such. The code may change it meanwhile: then it is
 * not.
 */
function isHollow(path: string): boolean {
  try {
    const found = lstatSync(path)
    if (found.isDirectory()) return readdirSync(path).every((name) => isHollow(join(path, name)))
    if (found.isSymbolicLink()) return true
    // The device 0:0 is a whiteout (overlayfs), and so what somebody has removed.
    return found.isFile() ? found.size === 0 : found.isCharacterDevice() && found.rdev !== 0
  } catch {
    return false
  }
}

/** Berths whose files are still there, for a killed grader removes nothing. */
export const remainingFs = () => (existsSync(copies) ? readdirSync(copies) : [])
