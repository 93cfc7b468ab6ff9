import { writeSync } from 'node:fs'
import { download } from './download.ts'
import { messages } from './messages.ts'
import { type PullProgress, showProgress } from './progress.ts'
import { parseReference, type Reference } from './reference.ts'
import { useProxy } from './registry/proxy.ts'
import { Store } from './store/store.ts'
import { type StoredImage, storedImage } from './stored-image.ts'
import { type Layout, unpack } from './unpack.ts'

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
  return interruptible(showProgress(reference.name, process.stderr), async (options) => {
    const store = new Store()
    const image = await fetchImage(reference, store, options)
    const isNew = await unpack(image, store, layout, options)
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
