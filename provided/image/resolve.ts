import { LIMITS } from './limits.ts'
import { ACCEPTED, hashOf, isDigest, mediaTypeOf, parseManifest } from './manifest.ts'
import { messages } from './messages.ts'
import { choosePlatform } from './platform.ts'
import { isPinned, type Reference } from './reference.ts'
import { askFor, type Registry } from './registry/registry.ts'
import type { Named, Store } from './store/store.ts'

/** Whether a name stands for what it did. Asks no more than that, which pull limits do not count. */
export async function isCurrent(
  reference: Reference,
  store: Store,
  registry: Registry,
  signal: AbortSignal,
): Promise<boolean> {
  if (isPinned(reference)) return true
  const asked = { method: 'HEAD', headers: { accept: ACCEPTED }, what: reference.name, limit: 0 } as const
  const digestIn = (_: Buffer, headers: Headers) => headers.get('docker-content-digest')
  const digest = await askFor(registry, `manifests/${reference.version}`, asked, digestIn).catch(() => {
    signal.throwIfAborted()
    // What is wrong is said again, and with more words, by the GET that follows.
  })
  return digest === store.named(reference)?.digest
}

/** Finds what a name stands for, down to the manifest of the image for this machine, which is in the store then. */
export async function resolve(reference: Reference, store: Store, registry: Registry): Promise<Named> {
  let top: string | undefined
  let wanted = reference.version
  for (let depth = 0; depth <= LIMITS.indexes; depth++) {
    const { digest, mediaType, bytes, found } = await askForManifest(reference, registry, wanted)
    top ??= digest
    if ('layers' in found) {
      store.put(digest, bytes)
      return { digest: top, manifest: { mediaType, digest, size: bytes.length } }
    }
    wanted = choosePlatform(reference.name, found.manifests).digest
  }
  throw messages.badManifest('an index of indexes')
}

/** @param wanted - a tag or a digest */
function askForManifest({ name }: Reference, registry: Registry, wanted: string) {
  const asked = { headers: { accept: ACCEPTED }, what: name, limit: LIMITS.document }
  return askFor(registry, `manifests/${wanted}`, asked, (bytes, headers) => {
    const promised = isDigest(wanted) ? wanted : (headers.get('docker-content-digest') ?? '')
    const digest = digestOf(bytes, promised)
    if (promised && digest !== promised) throw messages.wrongDigest(name, promised, digest)
    const mediaType = mediaTypeOf(bytes, headers.get('content-type'))
    return { digest, mediaType, bytes, found: parseManifest(bytes, mediaType) }
  })
}

const digestOf = (bytes: Buffer, like: string) => {
  const algorithm = like.startsWith('sha512:') ? 'sha512:' : 'sha256:'
  return algorithm + hashOf(algorithm).update(bytes).digest('hex')
}
