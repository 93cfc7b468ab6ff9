import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { chainIds } from '#provided/image/chain-id.ts'
import { diffIdsIn, hasLayers, layerFolder } from '#provided/image/layered.ts'
import { IMAGES } from '#provided/image/unpacked.ts'
import { makeDevice } from '#provided/syscalls/device.ts'
import type { Added, BerthRequest } from '../machine/machine.ts'

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

export const removeFs = (berth: string) => rmSync(join(copies, berth), { recursive: true, force: true })

/**
 * The files of a berth, two folders deep: an image, and what its root holds. Volumes are there to stay, and so are the
 * mount points in an image, in which there is nothing.
 */
export function listing(berth: string): string[] {
  const folder = join(copies, berth)
  const images = readdirSync(folder).filter((name) => name !== '.volumes')
  return images.flatMap((image) => {
    const root = join(folder, image, 'rootfs')
    const names = existsSync(root) ? readdirSync(root).filter((name) => !isHollow(join(root, name))) : []
    return [join('/fs', image), ...names.map((name) => join('/fs', image, 'rootfs', name))]
  })
}

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
