import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { cut } from '../kit/download/answers.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { Relay } from '../kit/download/relay.ts'

const registry = sharedRegistry()
let image: PutImage
/** Its only layer. */
let layer = { digest: '', size: 0 }
beforeAll(async () => {
  image = await putImage(registry.address, 'img', [freshLayer(100_000)])
  layer = image.blobs[1] ?? layer
})

test('a second pull asks only whether the name still means the same', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address)
  await home.pull(`${relay.address}/img`)
  relay.asked.length = 0
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(relay.lines).toEqual(['HEAD /v2/img/manifests/latest'])
})

test('by its digest an image that is there is not asked for at all', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address)
  const name = `${relay.address}/img@${image.manifest.digest}`
  expect(await home.pull(name)).toEqual(pulled)
  relay.asked.length = 0
  expect(await home.pull(name)).toEqual(pulled)
  expect(relay.asked).toEqual([])
})

test('what was pulled by its tag is there by its digest, but for the manifest', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address)
  await home.pull(`${relay.address}/img`)
  relay.asked.length = 0
  expect(await home.pull(`${relay.address}/img@${image.manifest.digest}`)).toEqual(pulled)
  expect(relay.lines).toEqual([`GET /v2/img/manifests/${image.manifest.digest}`])
})

test('a tag that means another image by now: only what is new of it comes', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address)
  const [below, above] = [freshLayer(50_000), freshLayer(1000)]
  const before = await putImage(registry.address, 'moving', [below])
  await home.pull(`${relay.address}/moving`)
  const after = await putImage(registry.address, 'moving', [below, above])
  relay.asked.length = 0
  expect(await home.pull(`${relay.address}/moving`)).toEqual(pulled)
  expect(relay.lines.slice(0, 2)).toEqual([
    'HEAD /v2/moving/manifests/latest',
    'GET /v2/moving/manifests/latest',
  ])
  expect(relay.sent).toBe(after.size - (before.blobs[1]?.size ?? 0))
  expect(home.blobs()).toEqual(expect.arrayContaining(after.digests))
})

test('a registry that does not answer HEAD, or not with a digest', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, async ({ method }, pass) => {
    const whole = await pass()
    if (method !== 'HEAD') return whole
    const { 'docker-content-digest': _, ...headers } = whole.headers
    return { ...whole, status: relay.asked.length === 4 ? 405 : 200, headers }
  })
  await home.pull(`${relay.address}/img`)
  for (const _ of [1, 2]) {
    const before = relay.asked.length
    expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
    expect(relay.lines.slice(before)).toEqual([
      'HEAD /v2/img/manifests/latest',
      'GET /v2/img/manifests/latest',
    ])
  }
})

test('another image with the same layer', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address)
  const shared = freshLayer(50_000)
  await putImage(registry.address, 'one', [shared, freshLayer(100)])
  const { blobs } = await putImage(registry.address, 'other', [shared, freshLayer(100)])
  await home.pull(`${relay.address}/one`)
  relay.asked.length = 0
  expect(await home.pull(`${relay.address}/other`)).toEqual(pulled)
  expect(relay.sent).toBe((blobs[0]?.size ?? 0) + (blobs[2]?.size ?? 0))
})

/** What may be wrong with what an earlier pull left of a layer, and how many bytes of it are fetched then. */
const damages: Record<string, (file: string) => number> = {
  'is not damaged': () => layer.size - 60_000,
  'lacks its end': (file) => {
    truncateSync(file, 1000)
    return layer.size - 1000
  },
  'is empty': (file) => {
    truncateSync(file, 0)
    return layer.size
  },
  'has another byte in it': (file) => {
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(bytes[500] ? 0 : 1, 500, 501))
    return layer.size + layer.size - 60_000
  },
  'is too long': (file) => {
    appendFileSync(file, Buffer.alloc(layer.size))
    return layer.size
  },
  'is as long as all of it': (file) => {
    appendFileSync(file, Buffer.alloc(layer.size - 60_000))
    return layer.size
  },
}
test.each(Object.entries(damages))('what is left of a layer %s', async (_, damage) => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, async ({ path, headers }, pass) => {
    const whole = await pass()
    if (!path.endsWith(layer.digest) || headers.range) return whole
    return cut(whole, 60_000, async () => {
      await home.receives([layer.digest], 60_000)
      pull.kill('SIGKILL')
    })
  })
  const pull = home.start(`${relay.address}/img`)
  await pull.ended
  const expected = damage(home.partial(layer.digest))

  relay.asked.length = 0
  relay.conduct = (_, pass) => pass()
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(home.blobs()).toEqual([image.manifest.digest, ...image.digests].sort())
  expect(home.partials()).toEqual([])
  const again = relay.asked.filter(({ path }) => path.endsWith(layer.digest))
  expect(again.reduce((sum, { sent }) => sum + sent, 0)).toBe(expected)
})

/** What a machine that loses power leaves of what was written last. */
const losses: Record<string, (home: Home) => string> = {
  'what a name stands for': (home) => join(home.store, 'names', `${registry.address}+img.json`),
  'the manifest': (home) => home.blob(image.manifest.digest),
  'the configuration': (home) => home.blob(image.digests[0] ?? ''),
  'the layer': (home) => home.blob(layer.digest),
}
test.each(Object.entries(losses))('%s that was lost is fetched again', async (_, fileIn) => {
  using home = new Home()
  await home.pull(`${registry.address}/img`)
  const file = fileIn(home)
  const whole = readFileSync(file)
  truncateSync(file, 0)
  expect(await home.pull(`${registry.address}/img`)).toEqual(pulled)
  expect(readFileSync(file).equals(whole)).toBe(true)
})

/** Whether a layer is whole shows when it is unpacked, which takes root; all else is looked at before. */
const looked = Object.entries(losses).filter(([what]) => what !== 'the layer' || process.getuid?.() === 0)
test.each(looked)('%s that became zeros is fetched again', async (_, fileIn) => {
  using home = new Home()
  await home.pull(`${registry.address}/img`)
  const file = fileIn(home)
  const whole = readFileSync(file)
  writeFileSync(file, Buffer.alloc(whole.length))
  // It is not to be unpacked already.
  rmSync(home.fs, { recursive: true })
  expect(await home.pull(`${registry.address}/img`)).toEqual(pulled)
  expect(readFileSync(file).equals(whole)).toBe(true)
})

test('no place for a store', async () => {
  using home = new Home()
  const file = join(home.env.HOME ?? '', 'file')
  writeFileSync(file, '')
  home.env.XDG_CACHE_HOME = file
  expect(await home.pull(`${registry.address}/img`)).toEqual(
    failed(
      `mkdir ${file}/drydock/images: ENOTDIR`,
      'Images are kept there. The folder belongs to someone else, or HOME points nowhere.',
      'Next: choose another one, XDG_CACHE_HOME=/tmp/cache',
    ),
  )
})
