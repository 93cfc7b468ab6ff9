import { type Descriptor, type ImageManifest, isDigest, parseManifest, parseObject } from './manifest.ts'
import { messages } from './messages.ts'
import { HERE, inWords, type Platform, runsHere } from './platform.ts'
import type { Reference } from './reference.ts'
import type { Store } from './store/store.ts'

/** An image, all of whose blobs are in the store. */
export interface StoredImage extends ImageManifest {
  reference: Reference
  /** The image's manifest, which is what identifies it. */
  manifest: Descriptor
  /** The digests of the layers when uncompressed, lowest first. */
  diffIds: string[]
}

/** The image as it was last pulled; undefined if it was not, or not all of it is there. */
export function storedImage(reference: Reference, store: Store): StoredImage | undefined {
  const manifest = store.named(reference)?.manifest
  if (!manifest) return undefined
  try {
    const image = readImage(store, manifest)
    if (!blobsOf(image).every((blob) => store.has(blob))) return undefined
    return { reference, ...withDiffIds(reference, store, image) }
  } catch {
    return undefined
  }
}

/** @param manifest - of an image, in the store */
export function readImage(store: Store, manifest: Descriptor): ImageManifest & { manifest: Descriptor } {
  const image = parseManifest(store.read(manifest), manifest.mediaType)
  if (!('layers' in image)) throw messages.badManifest('an index')
  return { ...image, manifest }
}

/** A layer may be in an image twice. */
export function blobsOf({ config, layers }: ImageManifest): Descriptor[] {
  return [...new Map([config, ...layers].map((blob) => [blob.digest, blob])).values()]
}

/** Adds what the configuration says, which is in the store by now, and checks that it fits. */
export function withDiffIds<T extends ImageManifest>(reference: Reference, store: Store, image: T) {
  const { os, architecture, variant, rootfs } = readConfig(reference, store, image)
  const diffIds = rootfs?.diff_ids
  if (typeof os !== 'string' || typeof architecture !== 'string') throw messages.badConfig(reference.name)
  const platform = { os, architecture, ...(variant !== undefined && { variant }) }
  if (!runsHere(platform)) throw messages.noPlatform(reference.name, inWords(HERE), [inWords(platform)])
  if (!Array.isArray(diffIds) || diffIds.length !== image.layers.length || !diffIds.every(isDigest))
    throw messages.badConfig(reference.name)
  return { ...image, diffIds: diffIds as string[] }
}

type Config = Partial<Platform> & { rootfs?: { diff_ids?: unknown } }

function readConfig(reference: Reference, store: Store, { config }: ImageManifest): Config {
  const bytes = store.read(config)
  try {
    return parseObject(bytes)
  } catch {
    throw messages.badConfig(reference.name)
  }
}
