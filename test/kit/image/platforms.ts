import type { Registry } from './registry.ts'
import { configOf, type Descriptor, mediaTypes, Repository } from './repository.ts'
import { tarball } from './tarball.ts'

/** Not the lab's first, and before all of them what builders add of late, which is no image. */
const platforms: NonNullable<Descriptor['platform']>[] = [
  { os: 'unknown', architecture: 'unknown' },
  { os: 'windows', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64', variant: 'v8' },
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: '386' },
]

/** Puts an OCI index and a manifest list of Docker, of images that say in /platform what they are for. */
export async function putPlatforms({ address }: Pick<Registry, 'address'>): Promise<void> {
  for (const kind of ['oci', 'docker'] as const) {
    const repository = new Repository(address, `platforms/${kind}`)
    const put = platforms.map(async (platform) => {
      const layer = tarball([{ path: 'platform', content: `${platform.os}/${platform.architecture}\n` }])
      const config = { ...configOf(layer), ...platform }
      return { ...(await repository.putImage(config, [{ content: layer }], { kind })), platform }
    })
    const mediaType = mediaTypes[kind].index
    const index = { schemaVersion: 2, mediaType, manifests: await Promise.all(put) }
    await repository.putManifest(index, mediaType, 'latest')
  }
}
