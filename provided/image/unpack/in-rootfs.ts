import { mkdirSync } from 'node:fs'
import type { StoredImage } from '../stored-image.ts'
import { rootfsIn } from '../unpacked.ts'
import { inRoot } from './in-root.ts'
import { Tree } from './tree.ts'
import type { Unpacking } from './unpacking.ts'

/** Lays all layers of an image over each other in one folder. */
export async function layOutRootfs(image: StoredImage, folder: string, unpacking: Unpacking): Promise<void> {
  const rootfs = rootfsIn(folder)
  mkdirSync(rootfs)
  const layers = unpacking.open(image)
  await inRoot(rootfs, async () => {
    const tree = new Tree(unpacking.onMissing)
    for (const layer of layers) if (layer) await unpacking.apply(layer, tree)
    tree.finish()
  })
  unpacking.finish()
}
