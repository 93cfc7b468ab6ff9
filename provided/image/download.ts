import { statfsSync } from 'node:fs'
import { LIMITS } from './limits.ts'
import {
  ACCEPTED,
  type Descriptor,
  hashOf,
  type ImageManifest,
  isDigest,
  parseManifest,
  parseObject,
} from './manifest.ts'
import { messages } from './messages.ts'
import { choosePlatform, HERE, inWords, type Platform, runsHere } from './platform.ts'
import type { PullProgress } from './progress.ts'
import { isPinned, type Reference } from './reference.ts'
import { Interrupted } from './registry/persistence.ts'
import { askFor, openRegistry, type Registry } from './registry/registry.ts'
import { bytesOf } from './registry/request.ts'
import { ingest } from './store/ingest.ts'
import type { Store } from './store/store.ts'

/** An image, all of whose blobs are in the store. */
export interface StoredImage extends ImageManifest {
  reference: Reference
  /** The image's manifest, which is what identifies it. */
  manifest: Descriptor
  /** The digests of the layers when uncompressed, lowest first. */
  diffIds: string[]
}

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
    throw error instanceof Interrupted ? messages.unreachable(error.host, error.message) : error
  }
}

/** The image as it was last pulled; undefined if it was not, or not all of it is there. */
export function storedImage(reference: Reference, store: Store): StoredImage | undefined {
  const manifest = store.named(reference)?.manifest
  if (!manifest || !store.has(manifest)) return undefined
  const image = readImage(store, manifest)
  return blobsOf(image).every((blob) => store.has(blob))
    ? { reference, ...withDiffIds(reference, store, image) }
    : undefined
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

  const { digest, manifest } = await fetchManifest(reference, store, registry, signal)
  const image = readImage(store, manifest)
  if (image.config.size > LIMITS.document) throw messages.tooLong('Its configuration', LIMITS.document)
  const blobs = blobsOf(image)
  checkSpace(store, blobs)
  progress.expect(blobs, image.layers.length)

  const waiting = [...blobs]
  const lane = async () => {
    for (let blob = waiting.shift(); blob; blob = waiting.shift()) {
      const what = `The blob ${blob.digest} of ${reference.name}`
      const fetch = (from: number) => fetchBlob(registry, blob, from, what)
      const onBytes = progress.of(blob)
      await ingest(store, blob, {
        what,
        fetch,
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

/** Asks no more than what the name stands for now: pull limits do not count that. */
async function isCurrent(reference: Reference, store: Store, registry: Registry, signal: AbortSignal) {
  if (isPinned(reference)) return true
  const asked = {
    method: 'HEAD',
    headers: { accept: ACCEPTED },
    what: reference.name,
    limit: 0,
    signal,
  } as const
  const answer = await askFor(registry, `manifests/${reference.version}`, asked).catch((error) => {
    signal.throwIfAborted()
    // Said again, and with more words, by the GET that follows.
    if (error instanceof Error) return undefined
    throw error
  })
  return answer?.headers.get('docker-content-digest') === store.named(reference)?.digest
}

/** Down to the manifest of the image for this machine, which is then in the store. */
async function fetchManifest(reference: Reference, store: Store, registry: Registry, signal: AbortSignal) {
  let top: string | undefined
  let wanted = reference.version
  for (let depth = 0; depth <= LIMITS.indexes; depth++) {
    const asked = { headers: { accept: ACCEPTED }, what: reference.name, limit: LIMITS.document, signal }
    const { headers, bytes } = await askFor(registry, `manifests/${wanted}`, asked)
    const promised = isDigest(wanted) ? wanted : (headers.get('docker-content-digest') ?? '')
    const digest = digestOf(bytes, promised)
    if (promised && digest !== promised) throw messages.wrongDigest(reference.name, promised, digest)
    top ??= digest

    const mediaType = headers.get('content-type')?.split(';')[0]?.trim() ?? ''
    const found = parseManifest(bytes, mediaType)
    if ('layers' in found) {
      store.put(digest, bytes)
      return { digest: top, manifest: { mediaType, digest, size: bytes.length } }
    }
    wanted = choosePlatform(reference.name, found.manifests).digest
  }
  throw messages.badManifest('an index of indexes')
}

const digestOf = (bytes: Buffer, like: string) => {
  const algorithm = like.startsWith('sha512:') ? 'sha512:' : 'sha256:'
  return algorithm + hashOf(algorithm).update(bytes).digest('hex')
}

function readImage(store: Store, manifest: Descriptor): ImageManifest & { manifest: Descriptor } {
  const image = parseManifest(store.read(manifest), manifest.mediaType)
  if (!('layers' in image)) throw messages.badManifest('an index')
  return { ...image, manifest }
}

/** A layer may be in an image twice. */
function blobsOf({ config, layers }: ImageManifest): Descriptor[] {
  return [...new Map([config, ...layers].map((blob) => [blob.digest, blob])).values()]
}

async function fetchBlob(registry: Registry, { digest }: Descriptor, from: number, what: string) {
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {}
  const response = await registry.ask(`blobs/${digest}`, { headers, what })
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1]
  return { from: response.status === 206 ? Number(start) : 0, bytes: bytesOf(response) }
}

function withDiffIds<T extends ImageManifest>(reference: Reference, store: Store, image: T) {
  const { os, architecture, variant, rootfs } = parseObject(store.read(image.config)) as Partial<Platform> & {
    rootfs?: { diff_ids?: unknown }
  }
  const diffIds = rootfs?.diff_ids
  if (typeof os !== 'string' || typeof architecture !== 'string') throw messages.badConfig(reference.name)
  const platform = { os, architecture, ...(variant !== undefined && { variant }) }
  if (!runsHere(platform)) throw messages.noPlatform(reference.name, inWords(HERE), [inWords(platform)])
  if (!Array.isArray(diffIds) || diffIds.length !== image.layers.length || !diffIds.every(isDigest))
    throw messages.badConfig(reference.name)
  return { ...image, diffIds: diffIds as string[] }
}

function checkSpace(store: Store, blobs: Descriptor[]): void {
  const needed = blobs.filter((blob) => !store.has(blob)).reduce((sum, { size }) => sum + size, 0)
  const { bavail, bsize } = statfsSync(store.path)
  if (needed > bavail * bsize) throw messages.noSpace(store.path, needed, bavail * bsize)
}
