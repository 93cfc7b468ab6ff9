import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { IMAGES } from './image-config.ts'
import { hasLayers } from './layered.ts'
import { messages } from './messages.ts'
import type { PullProgress } from './progress.ts'
import { folderOf } from './reference.ts'
import { lock } from './store/lock.ts'
import type { Store } from './store/store.ts'
import type { StoredImage } from './stored-image.ts'
import { describe, isOf, makeFolder, remove, replace } from './unpack/image-folder.ts'
import { layOutLayers } from './unpack/in-layers.ts'
import { layOutRootfs } from './unpack/in-rootfs.ts'
import { Unpacking } from './unpack/unpacking.ts'
import { hasRootfs } from './unpacked.ts'

/**
 * How an image is laid out: all of it in one folder, `/fs/<image>/rootfs`, or each layer in one of its own, in
 * `/fs/.layers`. Its configuration is in `/fs/<image>` either way, and one image may be there in both.
 */
export type Layout = 'rootfs' | 'layers'

/** What is being unpacked, or about to be removed; whatever is left of it belongs to a pull that was killed. */
const UNFINISHED = '.pull-'

/**
 * Lays out an image's files in `/fs`, with its configuration. They appear all at once, or not at all. Takes root.
 *
 * @returns false if they are there already
 * @throws Failure in words for a person
 */
export async function unpack(
  image: StoredImage,
  store: Store,
  layout: Layout,
  { signal, progress }: { signal: AbortSignal; progress: PullProgress },
): Promise<boolean> {
  if (process.geteuid?.() !== 0) throw messages.notRoot(IMAGES)
  makeFolder(IMAGES)
  using _held = await lock(IMAGES, 'r', () => progress.note(messages.waiting), signal)
  for (const name of readdirSync(IMAGES)) if (name.startsWith(UNFINISHED)) remove(join(IMAGES, name))
  const folder = join(IMAGES, folderOf(image.reference))
  const isThere = layout === 'layers' ? hasLayers : hasRootfs
  if (isOf(folder, image) && isThere(folder)) return false

  const work = mkdtempSync(join(IMAGES, UNFINISHED))
  // The person's is for what the person makes.
  const umask = process.umask(0o022)
  try {
    const fresh = join(work, 'new')
    mkdirSync(fresh)
    const unpacking = new Unpacking(store, signal, progress)
    if (layout === 'layers') await layOutLayers(image, work, unpacking)
    else await layOutRootfs(image, fresh, unpacking)
    describe(fresh, image, store)
    // Layers lie elsewhere: what the folder of the same image has already may stay.
    if (layout === 'rootfs' || !isOf(folder, image)) replace(folder, fresh, join(work, 'old'))
  } finally {
    process.umask(umask)
    remove(work)
  }
  return true
}
