import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { answer, document, instead, refusal } from '../kit/download/answers.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { type Conduct, isBlob, Relay } from '../kit/download/relay.ts'
import { configOf, digestOf, mediaTypes } from '../kit/image/repository.ts'

const registry = sharedRegistry()
const { oci } = mediaTypes
const layer = freshLayer(100_000)
const digest = digestOf(layer)

/** An image of that layer, of which the manifest says what is not so. */
const lying = (size: number): Conduct => {
  const config = Buffer.from(JSON.stringify(configOf(layer)))
  const content = {
    schemaVersion: 2,
    mediaType: oci.manifest,
    config: { mediaType: oci.config, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: oci.layer, digest, size }],
  }
  return instead({
    '/manifests/latest': () => document(content, oci.manifest),
    [digestOf(config)]: () => answer(200, {}, config),
  })
}

test('a blob that is not what it should be', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [layer])
  const spoilt = Buffer.from(layer).fill('!', 5000, 5001)
  await using relay = await Relay.start(
    registry.address,
    instead({ [digest]: () => answer(200, {}, spoilt) }),
  )
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `The blob ${digest} of ${relay.address}/img came as something else.`,
      `Its digest should be ${digest},`,
      `and is ${digestOf(spoilt)}.`,
      'A proxy or a mirror changed it, or the registry is broken. Nothing of it is kept.',
    ),
  )
  expect(home.received([digest])).toBe(0)
  expect(await home.pull(`${registry.address}/img`)).toEqual(pulled)
})

test('a blob that is longer than the manifest says', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [layer])
  await using relay = await Relay.start(registry.address, lying(layer.length - 1))
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `The blob ${digest} of ${relay.address}/img is longer than the 102 kB that the manifest says. Nothing of it is kept.`,
    ),
  )
  expect(home.received([digest])).toBe(0)
})

test('a blob without end is not read to its end', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [layer])
  function* endless() {
    for (;;) yield Buffer.alloc(65536)
  }
  await using relay = await Relay.start(
    registry.address,
    instead({ [digest]: () => ({ status: 200, headers: {}, body: endless() }) }),
  )
  expect((await home.pull(`${relay.address}/img`)).stderr).toContain('is longer than the 102 kB')
})

test('a blob that is shorter than the manifest says', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [layer])
  await using relay = await Relay.start(registry.address, lying(layer.length + 1))
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `The blob ${digest} of ${relay.address}/img is shorter than the 102 kB that the manifest says. Nothing of it is kept.`,
    ),
  )
  expect(home.received([digest])).toBe(0)
})

test('a blob that the registry does not have', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [layer])
  await using relay = await Relay.start(
    registry.address,
    instead({ [digest]: () => refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry') }),
  )
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `${relay.address} has no blob ${digest} of ${relay.address}/img (HTTP 404).`,
      `${relay.address} says: BLOB_UNKNOWN: blob unknown to registry`,
      'The name or the tag is misspelt, or was removed. Next: look it up on the registry’s pages.',
    ),
  )
})

test('a layer twice in an image comes once, and an empty one not at all', async () => {
  using home = new Home()
  const again = freshLayer(1000)
  const { digests } = await putImage(registry.address, 'twice', [
    again,
    Buffer.alloc(0),
    again,
    Buffer.alloc(0),
  ])
  await using relay = await Relay.start(registry.address)
  expect(await home.pull(`${relay.address}/twice`)).toEqual(pulled)
  expect(relay.lines.filter(isBlob)).toHaveLength(2)
  expect(home.blobs()).toEqual(expect.arrayContaining(digests))
})

test('an image of eighty layers', async () => {
  using home = new Home()
  const { size } = await putImage(
    registry.address,
    'many',
    Array.from({ length: 80 }, () => freshLayer(50)),
  )
  await using relay = await Relay.start(registry.address)
  expect(await home.pull(`${relay.address}/many`)).toEqual(pulled)
  expect(relay.sent).toBe(size)
})

test('digests of SHA-512', async () => {
  using home = new Home()
  const sha512 = (content: Buffer) => `sha512:${createHash('sha512').update(content).digest('hex')}`
  const config = Buffer.from(JSON.stringify(configOf(layer)))
  const describe = (content: Buffer, mediaType: string) => ({
    mediaType,
    digest: sha512(content),
    size: content.length,
  })
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: describe(config, oci.config),
    layers: [describe(layer, oci.layer)],
  })
  const whole = sha512(Buffer.from(manifest))
  await using relay = await Relay.start(
    registry.address,
    instead({
      [whole]: () => document(manifest, oci.manifest),
      [sha512(config)]: () => answer(200, {}, config),
      [sha512(layer)]: () => answer(200, {}, layer),
    }),
  )
  expect(await home.pull(`${relay.address}/img@${whole}`)).toEqual(pulled)
  expect(home.received([whole, sha512(config), sha512(layer)])).toBe(
    manifest.length + config.length + layer.length,
  )
})

test('a proxy that compresses on the way, though it was asked not to', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [layer])
  await using relay = await Relay.start(registry.address, async (_, pass) => {
    const { status, headers, body } = await pass()
    const compressed = gzipSync(await buffer(Readable.from(body)))
    const changes = { 'content-encoding': 'gzip', 'content-length': String(compressed.length) }
    return { status, headers: { ...headers, ...changes }, body: [compressed] }
  })
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
})
