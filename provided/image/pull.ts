import { writeSync } from 'node:fs'
import { syncFilesystem } from '../syscalls/file.ts'
import { download } from './download.ts'
import { messages } from './messages.ts'
import { type PullProgress, showPull } from './progress.ts'
import { parseReference, type Reference } from './reference.ts'
import { useProxy } from './registry/proxy.ts'
import { Store } from './store/store.ts'
import { blobsOf, type StoredImage, storedImage } from './stored-image.ts'
import { type Layout, unpack } from './unpack.ts'
import { IMAGES } from './unpacked.ts'

const WRONG_USE = 2

export interface PullOptions {
  signal: AbortSignal
  progress: PullProgress
}

/**
 * `container.ts pull <image>`: fetches an image and lays it out in `/fs`.
 *
 * @param layout - as the step wants it that asks
 * @returns the exit status to end with
 * @throws Failure in words for a person
 */
export async function pull([name, ...others]: string[], layout: Layout = 'rootfs'): Promise<number> {
  if (name === undefined || others.length > 0) {
    writeSync(2, messages.usage)
    return WRONG_USE
  }
  const started = performance.now()
  const reference = parseReference(name)
  return interruptible(showPull(reference.name, process.stderr), async (options) => {
    const store = new Store()
    const image = await fetchImage(reference, store, options)
    const isNew = await withSoundBlobs(image, store, options, () => unpack(image, store, layout, options))
    // The lab's disk is a file of the person's. If theirs is full, it shows when the kernel gets round to writing.
    if (Store.isGiven) syncFilesystem(IMAGES)
    options.progress.clear()
    writeSync(1, outcome(image, isNew, performance.now() - started))
    return 0
  })
}

/** Has an image in the person's store, downloaded if need be. A store that is given has what there is. */
export async function fetchImage(
  reference: Reference,
  store: Store,
  options: PullOptions,
): Promise<StoredImage> {
  if (!Store.isGiven) {
    useProxy()
    return download(reference, store, options)
  }
  const image = storedImage(reference, store)
  if (!image) throw messages.notStored(reference.name)
  return image
}

/**
 * Does something with what the store has of an image. A disk may have spoilt that since it was fetched, at the same size:
 * where the work fails, what is damaged is fetched anew, and the work done once more.
 */
export async function withSoundBlobs<T>(
  image: StoredImage,
  store: Store,
  options: PullOptions,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    options.signal.throwIfAborted()
    const removed = await Promise.all(blobsOf(image).map((blob) => store.removeIfDamaged(blob)))
    if (!removed.includes(true)) throw error
  }
  // By its digest: a tag may mean another image by now.
  await fetchImage({ ...image.reference, version: image.manifest.digest }, store, options)
  return work()
}

/** Does something that Ctrl-C ends in good order. */
export async function interruptible(
  progress: PullProgress,
  work: (options: PullOptions) => Promise<number>,
): Promise<number> {
  const abort = new AbortController()
  const end = () => abort.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end)
  try {
    return await work({ signal: abort.signal, progress })
  } catch (error) {
    if (abort.signal.aborted) return INTERRUPTED
    throw error
  } finally {
    progress.clear()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, end)
  }
}

const INTERRUPTED = 130

/** What came of a pull, in a line. */
export function outcome(
  { reference, manifest, layers }: StoredImage,
  isNew: boolean,
  milliseconds: number,
): string {
  if (!isNew) return messages.upToDate(reference.name, manifest.digest)
  const size = layers.reduce((sum, layer) => sum + layer.size, 0)
  const done = { layers: layers.length, size, seconds: milliseconds / 1000, digest: manifest.digest }
  return messages.pulled(reference.name, done)
}
