import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { putPlatforms } from '../kit/image/platforms.ts'
import { configOf, mediaTypes, Repository } from '../kit/image/repository.ts'

const registry = sharedRegistry()

/** What the store has to hold of an image: its manifest and its blobs, and nothing else. */
const all = ({ manifest, digests }: PutImage) => [manifest.digest, ...digests].sort()

test('a tag, a digest, and a digest beside a tag, which it wins against', async () => {
  const name = `${registry.address}/img`
  const image = await putImage(registry.address, 'img', [freshLayer(1000), freshLayer(300_000)])
  await putImage(registry.address, 'img', [freshLayer(1000)], { tag: 'other' })
  const { digest } = image.manifest
  for (const each of [name, `${name}:latest`, `${name}@${digest}`, `${name}:other@${digest}`]) {
    using home = new Home()
    expect(await home.pull(each), each).toEqual(pulled)
    expect(home.blobs(), each).toEqual(all(image))
    expect(home.partials()).toEqual([])
  }
})

test('what a name stands for is remembered', async () => {
  using home = new Home()
  const { manifest } = await putImage(registry.address, 'a/b', [freshLayer(1000)], { tag: '1.0' })
  await home.pull(`${registry.address}/a/b:1.0`)
  const file = join(home.store, 'names', `${registry.address}+a+b:1.0.json`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ digest: manifest.digest, manifest })
})

test.each([
  ['image', 'nothing'],
  ['tag', 'known:nothing'],
  ['digest', `known@sha256:${'0'.repeat(64)}`],
])('an unknown %s', async (_, name) => {
  using home = new Home()
  await putImage(registry.address, 'known', [freshLayer(1000)])
  expect(await home.pull(`${registry.address}/${name}`)).toEqual(
    failed(
      `${registry.address} has no ${registry.address}/${name} (HTTP 404).`,
      `${registry.address} says: MANIFEST_UNKNOWN: manifest unknown`,
      'The name or the tag is misspelt, or was removed. Next: look it up on the registry’s pages.',
    ),
  )
})

test('no name at all', async () => {
  using home = new Home()
  expect(await home.pull(`${registry.address}/Known`)).toEqual(
    failed(
      `"${registry.address}/Known" is no name of an image. Names look like busybox, alpine:3.20 or user/img.` +
        ' They are written in small letters.',
    ),
  )
})

test('the longest name that there can be, and one that is longer', async () => {
  using home = new Home()
  const longest = 'a'.repeat(240 - `${registry.address}/`.length)
  await putImage(registry.address, longest, [freshLayer(1000)])
  expect(await home.pull(`${registry.address}/${longest}`)).toEqual(pulled)
  const { stderr } = await home.pull(`${registry.address}/${longest}a`)
  expect(stderr).toContain('has 241 characters, and may have 240: a folder is called by it.')
})

test.each(['oci', 'docker'] as const)(
  'of an index (%s) only the image for this machine is fetched',
  async (kind) => {
    using home = new Home()
    await putPlatforms(registry)
    expect(await home.pull(`${registry.address}/platforms/${kind}`)).toEqual(pulled)
    const documents = home.blobs().map((digest) => readFileSync(home.blob(digest), 'latin1'))
    expect(documents).toHaveLength(3)
    expect(documents.filter((text) => text.includes('"architecture":"amd64"'))).toHaveLength(1)
  },
)

test('an index without an image for this machine says which there are', async () => {
  using home = new Home()
  const repository = new Repository(registry.address, 'elsewhere')
  const platforms = [
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'windows', architecture: 'amd64' },
    { os: 'unknown', architecture: 'unknown' },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
  ]
  const put = platforms.map(async (platform) => {
    const layer = freshLayer(100)
    const image = await repository.putImage({ ...configOf(layer), ...platform }, [{ content: layer }])
    return { ...image, platform }
  })
  const mediaType = mediaTypes.oci.index
  const index = { schemaVersion: 2, mediaType, manifests: await Promise.all(put) }
  await repository.putManifest(index, mediaType, 'latest')
  expect(await home.pull(`${registry.address}/elsewhere`)).toEqual(
    failed(
      `${registry.address}/elsewhere has no image for linux/amd64, which is this machine.`,
      'It has: linux/arm/v7, linux/arm64/v8, windows/amd64.',
    ),
  )
  expect(home.blobs()).toEqual([])
})

test('an image for another machine, without an index', async () => {
  using home = new Home()
  await putImage(registry.address, 'arm', [freshLayer(100)], {
    config: { architecture: 'arm64', variant: 'v8' },
  })
  expect(await home.pull(`${registry.address}/arm`)).toEqual(
    failed(
      `${registry.address}/arm has no image for linux/amd64, which is this machine.`,
      'It has: linux/arm64/v8.',
    ),
  )
})
