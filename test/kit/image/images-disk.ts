import { copyFile, mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openCache } from '../../../lab/cache.ts'
import { makeDisk } from '../../../lab/image/disk.ts'
import { copyLibraries } from '../../../lab/image/libraries.ts'
import { ensurePackages } from '../../../lab/packages/packages.ts'
import { makeRoot } from '../../../lab/packages/unpack.ts'
import { makeImages } from './images.ts'
import { imagePackages, programs } from './tools.ts'

/**
 * Makes a disk with the images of the tests, in `/layouts` and `/registry`, and with the programs that keep and unpack
 * them.
 *
 * @param folder - for the disk and what it is made from
 * @returns the disk's file
 */
export async function imagesDisk(folder: string): Promise<string> {
  const packages = await imagePackages(() => {})
  const { host } = await ensurePackages({ cache: await openCache(), onProgress: () => {} })
  const [made, tree, disk] = [join(folder, 'made'), join(folder, 'tree'), join(folder, 'images.img')]
  await mkdir(made)
  await mkdir(tree)
  await makeImages(packages, made)
  for (const name of ['layouts', 'registry']) await rename(join(made, name), join(tree, name))

  await makeRoot(tree)
  for (const path of Object.values(programs)) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await copyFile(join(packages.root, path), join(tree, path))
  }
  const copied = Object.values(programs).map((path) => join(tree, path))
  await copyLibraries(copied, packages.root, tree)
  await makeDisk(disk, tree, '256M', host)
  return disk
}
