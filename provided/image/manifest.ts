import { createHash } from 'node:crypto'
import { LIMITS } from './limits.ts'
import { messages } from './messages.ts'
import type { Platform } from './platform.ts'

/** What refers to a blob: what it is, its digest, and its size in bytes. */
export interface Descriptor {
  mediaType: string
  /** `sha256:…` */
  digest: string
  size: number
  /** In an index: what the image is for. */
  platform?: Platform
}

/** An image: its configuration and its layers, lowest first. */
export interface ImageManifest {
  config: Descriptor
  layers: Descriptor[]
}

/** One name for images of several platforms. */
export interface ImageIndex {
  manifests: Descriptor[]
}

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

/** What we understand, for a request's Accept. */
export const ACCEPTED = [...INDEXES, ...MANIFESTS].join(', ')

/**
 * What a manifest is: what the registry says, or the manifest itself where that says nothing, as of plain files that some
 * web server gives out.
 */
export function mediaTypeOf(bytes: Buffer, contentType: string | null): string {
  const said = contentType?.split(';')[0]?.trim() ?? ''
  if ([...INDEXES, ...MANIFESTS].includes(said)) return said
  try {
    const { mediaType } = parseObject(bytes)
    return typeof mediaType === 'string' ? mediaType : said
  } catch {
    return said
  }
}

/**
 * Reads a manifest, and refuses what could be read in two ways.
 *
 * @param bytes - as the registry sent it
 * @param mediaType - what the registry says that it is
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md
 * @see https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
export function parseManifest(bytes: Buffer, mediaType: string): ImageManifest | ImageIndex {
  const isKnown = [...INDEXES, ...MANIFESTS].includes(mediaType)
  if (/distribution\.manifest\.v1/.test(mediaType)) throw messages.oldManifest()
  if (!isKnown) throw messages.unknownManifest(mediaType)
  const json = parseObject(bytes)
  if (json.schemaVersion === 1) throw messages.oldManifest()
  // With both, it could pass for an index here and for an image elsewhere (CVE-2021-41190).
  const isIndex = INDEXES.includes(mediaType)
  const isConsistent = json.mediaType === undefined || json.mediaType === mediaType
  if (!isConsistent || json.schemaVersion !== 2 || (isIndex ? 'layers' : 'manifests') in json)
    throw messages.badManifest(mediaType)
  if (isIndex) return { manifests: descriptors(json.manifests) }

  const [config] = descriptors([json.config])
  const layers = descriptors(json.layers)
  if (!config || layers.length > LIMITS.layers) throw messages.badManifest(mediaType)
  return { config, layers }
}

/** @throws Failure if it is no JSON object */
export function parseObject(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {}
  throw messages.badManifest('JSON')
}

function descriptors(values: unknown): Descriptor[] {
  if (!Array.isArray(values)) throw messages.badManifest('JSON')
  return values.map((value: Partial<Descriptor> | null) => {
    const { mediaType, digest, size, platform } = value ?? {}
    const isSize = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0
    if (typeof mediaType !== 'string' || !isSize || typeof digest !== 'string' || !isDigest(digest))
      throw messages.badManifest('JSON')
    return { mediaType, digest, size, ...(platform && { platform }) }
  })
}

const HEX_DIGITS: Record<string, number> = { sha256: 64, sha512: 128 }

/** Whether this is a digest that we can check. It is safe in a path, too. */
export function isDigest(text: string): boolean {
  const [algorithm = '', hex = '', ...rest] = text.split(':')
  return rest.length === 0 && /^[0-9a-f]+$/.test(hex) && hex.length === HEX_DIGITS[algorithm]
}

/** The hash that a digest is made with. */
export const hashOf = (digest: string) => createHash(digest.split(':')[0] ?? '')
