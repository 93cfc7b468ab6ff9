import { openCache } from '../cache.ts'
import type { Lab } from '../lab.ts'
import { ensurePackages } from '../packages/packages.ts'
import type { OnProgress } from '../progress.ts'
import { podmanDisk } from './disk.ts'

/** Where the lab finds the disk. */
const DISK = '/run/lab/podman.disk'

/**
 * Has podman in a lab that runs, as if it were installed there: `podman` and `conmon`, in berths too. It is downloaded
 * the first time.
 *
 * @throws {LabError} where that fails
 */
export async function addPodman(
  lab: Lab,
  { onProgress, signal }: { onProgress: OnProgress; signal?: AbortSignal },
): Promise<void> {
  const setup = { cache: await openCache(), onProgress, signal }
  const file = await podmanDisk(setup, await ensurePackages(setup))
  await lab.attach([{ file, path: DISK }])
  await lab.call('podman', { disk: DISK })
}
