import { statfsSync } from 'node:fs'
import { LIMITS } from './limits.ts'
import type { Descriptor } from './manifest.ts'
import { messages } from './messages.ts'
import type { PullProgress } from './progress.ts'
import type { Reference } from './reference.ts'
import { Interrupted } from './registry/persistence.ts'
import { openRegistry, type Registry } from './registry/registry.ts'
import { bytesOf } from './registry/request.ts'
import { isCurrent, resolve } from './resolve.ts'
import { type Delivery, ingest } from './store/ingest.ts'
import type { Store } from './store/store.ts'
import { blobsOf, readImage, type StoredImage, storedImage, withDiffIds } from './stored-image.ts'

/** How many blobs are fetched at a time. */
const LANES = 4

/**
 * Fetches what is not in the store of an image yet. Needs no privileges.
 *
 * @throws Failure in words for a person
 */
export async function download(
  reference: Reference,
  store: Store,
  { signal, progress }: { signal: AbortSignal; progress: PullProgress },
): Promise<StoredImage> {
  // When one blob fails, the others are not worth waiting for.
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const registry = openRegistry(reference, { signal: either, onNote: progress.note })
  try {
    return await fetchImage(reference, store, registry, either, progress)
  } catch (error) {
    failed.abort()
    signal.throwIfAborted()
    if (!(error instanceof Interrupted)) throw error
    throw error.failure ?? messages.unreachable(error.host, error.message)
  }
}

async function fetchImage(
  reference: Reference,
  store: Store,
  registry: Registry,
  signal: AbortSignal,
  progress: PullProgress,
): Promise<StoredImage> {
  const known = storedImage(reference, store)
  if (known && (await isCurrent(reference, store, registry, signal))) return known

  const { digest, manifest } = await resolve(reference, store, registry)
  const image = readImage(store, manifest)
  if (image.config.size > LIMITS.document) throw messages.tooLong('Its configuration', LIMITS.document)
  const blobs = blobsOf(image)
  checkSpace(store, blobs)
  progress.expect(blobs, image.layers.length)

  const waiting = [...blobs]
  const lane = async () => {
    for (let blob = waiting.shift(); blob; blob = waiting.shift()) {
      const what = `blob ${blob.digest} of ${reference.name}`
      const onBytes = progress.of(blob)
      await ingest(store, blob, {
        what,
        fetch: (from) => fetchBlob(registry, blob, from, what),
        persist: registry.persist,
        onBytes,
        onWait: () => progress.note(messages.waiting),
        signal,
      })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))

  const stored = { reference, ...withDiffIds(reference, store, image) }
  store.name(reference, { digest, manifest })
  return stored
}

/** From a byte on, where the registry can do that; else from the first. */
async function fetchBlob(
  registry: Registry,
  blob: Descriptor,
  from: number,
  what: string,
): Promise<Delivery> {
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {}
  const response = await registry.ask(`blobs/${blob.digest}`, {
    headers,
    what,
    alright: [RANGE_NOT_SATISFIABLE],
  })
  if (response.status !== PARTIAL && response.status !== RANGE_NOT_SATISFIABLE)
    return { from: 0, bytes: bytesOf(response) }
  const [, start, length] =
    /^bytes (?:(\d+)-\d+|\*)\/(\d+)/.exec(response.headers.get('content-range') ?? '') ?? []
  if (start !== undefined && Number(start) === from) return { from, bytes: bytesOf(response) }
  await response.body?.cancel()
  if (length !== undefined && Number(length) < blob.size)
    return { from, bytes: nothing(), total: Number(length) }
  return fetchBlob(registry, blob, 0, what)
}

async function* nothing() {}

const PARTIAL = 206
const RANGE_NOT_SATISFIABLE = 416

function checkSpace(store: Store, blobs: Descriptor[]): void {
  const needed = blobs.filter((blob) => !store.has(blob)).reduce((sum, { size }) => sum + size, 0)
  const { bavail, bsize } = statfsSync(store.path)
  if (needed > bavail * bsize) throw messages.noSpace(store.path, needed, bavail * bsize)
}
