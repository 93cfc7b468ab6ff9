import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withShortPaths } from '../../short-paths.ts'
import { MS_PRIVATE, MS_REC, mount, umount2 } from '../../syscalls/mount.ts'
import { CLONE_NEWNS, unshare } from '../../syscalls/namespaces.ts'
import { chainIds } from '../chain-id.ts'
import { layerFolder } from '../layered.ts'
import type { StoredImage } from '../stored-image.ts'
import { copyAttributes } from './attributes.ts'
import { nameOf } from './entry.ts'
import { inRoot } from './in-root.ts'
import { Tree } from './tree.ts'
import type { Unpacking } from './unpacking.ts'

/**
 * Lays each layer of an image into a folder of its own, in the format of overlayfs: what a layer removes is there as a
 * whiteout. Nothing here makes one. A layer is applied to what an overlay of the layers below shows, and the kernel writes
 * down what has changed. Layers that are there already are not unpacked again.
 *
 * @param work - a folder for what is unfinished
 * @see https://docs.kernel.org/filesystems/overlayfs.html
 */
export async function layOutLayers(image: StoredImage, work: string, unpacking: Unpacking): Promise<void> {
  const folders = chainIds(image.diffIds).map(layerFolder)
  const layers = unpacking.open(image, (n) => !existsSync(folders[n] ?? ''))
  // What is mounted from here on nobody else sees, and it goes with this process, however that ends.
  unshare(CLONE_NEWNS)
  mount(null, '/', null, MS_REC | MS_PRIVATE)
  for (const [n, layer] of layers.entries()) {
    const folder = folders[n]
    if (!layer || !folder) continue
    const fresh = join(work, `layer-${n}`)
    mkdirSync(fresh)
    await onTopOf(folders.slice(0, n), fresh, (root, isBegun) =>
      inRoot(root, async () => {
        const tree = new Tree(unpacking.onMissing, isBegun)
        await unpacking.apply(layer, tree)
        tree.finish()
      }),
    )
    mkdirSync(dirname(folder), { recursive: true })
    renameSync(fresh, folder)
  }
  unpacking.finish()
}

/**
 * Changes something in the files that some layers have, and puts into an empty folder what is different then.
 *
 * @param below - those layers, lowest first
 * @param change - told where the files are, and whether there are any
 */
async function onTopOf(
  below: string[],
  upper: string,
  change: (root: string, isBegun: boolean) => Promise<void>,
): Promise<void> {
  const uppermost = below.at(-1)
  if (uppermost === undefined) return change(upper, false)
  const [merged, work] = [`${upper}-merged`, `${upper}-work`]
  for (const folder of [merged, work]) mkdirSync(folder)
  // In an overlay `/` itself is always the upper one's.
  copyAttributes(nameOf(uppermost), nameOf(upper))
  withShortPaths([upper, work, ...below.toReversed()], ([up, at, ...lower]) => {
    // A layer has to make sense on its own. With `metacopy` it would have a file's new owner without its content.
    const options = `lowerdir=${lower.join(':')},upperdir=${up},workdir=${at},index=off,metacopy=off`
    mount('overlay', merged, 'overlay', 0, options)
  })
  try {
    await change(merged, true)
  } finally {
    umount2(merged)
  }
}
