import { createHash } from 'node:crypto'

/** What a manifest says of something that it refers to. */
export interface Descriptor {
  mediaType: string
  digest: string
  size: number
  platform?: { os: string; architecture: string; variant?: string }
}

/** A layer, and how it is compressed in the words of its media type: not at all if not given. */
export interface Layer {
  content: Buffer
  suffix?: '+gzip' | '+zstd' | '.gzip'
}

/** The media types of OCI, and those that Docker had before: the same things by other names. */
export const mediaTypes = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar',
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar',
  },
}

/** One name in a registry, written to byte by byte: with what no tool would push. */
export class Repository {
  readonly #url: string

  /** @param address - `localhost:41273` */
  constructor(address: string, name: string) {
    this.#url = `http://${address}/v2/${name}`
  }

  async putBlob(content: Buffer, mediaType: string): Promise<Descriptor> {
    const descriptor = describe(content, mediaType)
    const upload = await this.#request('blobs/uploads/', { method: 'POST' })
    const to = new URL(upload.headers.get('location') ?? '', this.#url)
    to.searchParams.set('digest', descriptor.digest)
    const headers = { 'content-type': 'application/octet-stream' }
    await this.#request(to.href, { method: 'PUT', headers, body: new Uint8Array(content) })
    return descriptor
  }

  /** @param reference - its tag; without one it is found by its digest alone */
  async putManifest(manifest: object, mediaType: string, reference?: string): Promise<Descriptor> {
    const content = Buffer.from(JSON.stringify(manifest))
    const descriptor = describe(content, mediaType)
    const headers = { 'content-type': mediaType }
    const body = new Uint8Array(content)
    await this.#request(`manifests/${reference ?? descriptor.digest}`, { method: 'PUT', headers, body })
    return descriptor
  }

  /** Puts an image of one platform, its layers as they are. */
  async putImage(
    config: object,
    layers: Layer[],
    { kind = 'oci', tag }: { kind?: keyof typeof mediaTypes; tag?: string } = {},
  ): Promise<Descriptor> {
    const types = mediaTypes[kind]
    const put = layers.map(({ content, suffix = '' }) => this.putBlob(content, `${types.layer}${suffix}`))
    const manifest = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: await this.putBlob(Buffer.from(JSON.stringify(config)), types.config),
      layers: await Promise.all(put),
    }
    return this.putManifest(manifest, types.manifest, tag)
  }

  async #request(path: string, options: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, `${this.#url}/`), options)
    if (!response.ok)
      throw new Error(`${options.method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

/** The least that an image says of itself. */
export const configOf = (...uncompressedLayers: Buffer[]) => ({
  os: 'linux',
  architecture: 'amd64',
  config: {},
  rootfs: { type: 'layers', diff_ids: uncompressedLayers.map(digestOf) },
})

export const digestOf = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`

const describe = (content: Buffer, mediaType: string): Descriptor => ({
  mediaType,
  digest: digestOf(content),
  size: content.length,
})
