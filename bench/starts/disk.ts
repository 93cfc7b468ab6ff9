import { join } from 'node:path'
import { openCache } from '../../lab/cache.ts'
import { makeDisk } from '../../lab/image/disk.ts'
import { ensurePackages } from '../../lab/packages/packages.ts'
import type { OnProgress } from '../../lab/progress.ts'
import { debianPackages } from '../../test/kit/debian-packages.ts'

/**
 * Makes a disk with the container runtimes of this Debian and their libraries.
 *
 * @param folder - for the disk
 * @returns the disk's file
 */
export async function runtimesDisk(folder: string, onProgress: OnProgress): Promise<string> {
  const { host } = await ensurePackages({ cache: await openCache(), onProgress })
  const { root } = await debianPackages(['runc', 'crun', 'bubblewrap'], onProgress)
  const disk = join(folder, 'runtimes.img')
  await makeDisk(disk, root, '256M', host)
  return disk
}
