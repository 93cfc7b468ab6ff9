import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type Registry, type Settings, startRegistry } from '../image/registry.ts'
import { configOf, type Descriptor, mediaTypes, Repository } from '../image/repository.ts'
import { tarball } from '../image/tarball.ts'
import { imagePackages } from '../image/tools.ts'
import { temporaryFolder } from '../project.ts'

/** A registry that is there for all tests of a file. */
export interface SharedRegistry {
  /** `localhost:41273`, once the tests run. */
  address: string
  /** Where its program is unpacked. */
  root: string
  /** Where it keeps its images. */
  folder: string
}

export function sharedRegistry(): SharedRegistry {
  const shared: SharedRegistry = { address: '', root: '', folder: '' }
  const running = new AsyncDisposableStack()
  beforeAll(async () => {
    const folder = running.use(temporaryFolder())
    const { root } = await imagePackages(() => {})
    const { address } = running.use(await startRegistry(root, folder.path, join(folder.path, 'registry')))
    Object.assign(shared, { address, root, folder: folder.path })
  })
  afterAll(() => running.disposeAsync())
  return shared
}

/** Starts another one with the same images. */
export const startBeside = ({ root, folder }: SharedRegistry, settings: Settings): Promise<Registry> =>
  startRegistry(root, folder, join(folder, 'registry'), settings)

/** An image in a registry. */
export interface PutImage {
  manifest: Descriptor
  /** Its configuration, and its layers. */
  blobs: Descriptor[]
  digests: string[]
  /** Of all blobs, in bytes. */
  size: number
}

/** A layer that nobody has had before. */
export const freshLayer = (length: number): Buffer =>
  tarball([{ path: 'file', content: randomBytes(length) }])

/** Puts an image of these layers. */
export async function putImage(
  address: string,
  name: string,
  layers: Buffer[],
  { tag = 'latest', config = {} }: { tag?: string; config?: object } = {},
): Promise<PutImage> {
  const repository = new Repository(address, name)
  const types = mediaTypes.oci
  const blobs = await Promise.all([
    repository.putBlob(Buffer.from(JSON.stringify({ ...configOf(...layers), ...config })), types.config),
    ...layers.map((layer) => repository.putBlob(layer, types.layer)),
  ])
  const [first, ...rest] = blobs
  const content = { schemaVersion: 2, mediaType: types.manifest, config: first, layers: rest }
  const manifest = await repository.putManifest(content, types.manifest, tag)
  const size = blobs.reduce((sum, each) => sum + each.size, 0)
  return { manifest, blobs, digests: blobs.map(({ digest }) => digest), size }
}
