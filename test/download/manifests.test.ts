import { expect, test } from 'vitest'
import { answer, document, instead, shortened } from '../kit/download/answers.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { Relay } from '../kit/download/relay.ts'
import { configOf, digestOf, mediaTypes, Repository } from '../kit/image/repository.ts'

const registry = sharedRegistry()
const { oci, docker } = mediaTypes

const descriptor = { mediaType: oci.layer, digest: digestOf(Buffer.from('x')), size: 1 }
const image = { schemaVersion: 2, config: { ...descriptor, mediaType: oci.config }, layers: [descriptor] }
const index = { schemaVersion: 2, manifests: [{ ...descriptor, mediaType: oci.manifest }] }
const ambiguous = 'The registry sent a manifest that means nothing, or two things at once'

test.each<[string, object | string, string | undefined, string[]]>([
  [
    'of schema 1',
    { schemaVersion: 1, fsLayers: [] },
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
    ['The image is of Docker’s first format (schema 1), which is no longer in use.', 'Push it anew.'],
  ],
  ['an index and an image at once', { ...image, ...index }, oci.index, [`${ambiguous} (${oci.index}).`]],
  [
    'an image and an index at once',
    { ...image, ...index },
    oci.manifest,
    [`${ambiguous} (${oci.manifest}).`],
  ],
  [
    'an image that is called an index',
    { ...image, mediaType: oci.manifest },
    oci.index,
    [`${ambiguous} (${oci.index}).`],
  ],
  [
    'one that calls itself another',
    { ...image, mediaType: docker.manifest },
    oci.manifest,
    [`${ambiguous} (${oci.manifest}).`],
  ],
  ['an image without layers', { ...image, layers: undefined }, oci.manifest, [`${ambiguous} (JSON).`]],
  ['a list', '[]', oci.manifest, [`${ambiguous} (JSON).`]],
  ['nothing', '', oci.manifest, [`${ambiguous} (JSON).`]],
  [
    'a page',
    '<html>Sign in to this network</html>',
    'text/html; charset=utf-8',
    ['The registry sent text/html, which is no image.'],
  ],
  [
    'a chart',
    image,
    'application/vnd.cncf.helm.chart.v1',
    ['The registry sent application/vnd.cncf.helm.chart.v1, which is no image.'],
  ],
  ['without a type', image, undefined, ['The registry sent something without a type, which is no image.']],
  [
    'a digest that leads elsewhere',
    { ...image, layers: [{ ...descriptor, digest: 'sha256:../../../names/x' }] },
    oci.manifest,
    [`${ambiguous} (JSON).`],
  ],
  [
    'a size that is none',
    { ...image, layers: [{ ...descriptor, size: -1 }] },
    oci.manifest,
    [`${ambiguous} (JSON).`],
  ],
  [
    'a hundred and twenty-nine layers',
    { ...image, layers: Array(129).fill(descriptor) },
    oci.manifest,
    [`${ambiguous} (${oci.manifest}).`],
  ],
])('a manifest that is wrong: %s', async (_, content, mediaType, words) => {
  using home = new Home()
  await using relay = await Relay.start(
    registry.address,
    instead({ '/manifests/latest': () => document(content, mediaType) }),
  )
  expect(await home.pull(`${relay.address}/img`)).toEqual(failed(...words))
  expect(relay.lines).toEqual(['GET /v2/img/manifests/latest'])
  expect(home.blobs()).toEqual([])
})

test('a layer larger than any disk', async () => {
  using home = new Home()
  const content = { ...image, layers: [{ ...descriptor, size: 2 ** 53 - 1 }] }
  await using relay = await Relay.start(
    registry.address,
    instead({ latest: () => document(content, oci.manifest) }),
  )
  const { exitCode, stderr } = await home.pull(`${relay.address}/img`)
  expect(stderr).toMatch(
    /^container: 9007 TB are to be put below \/\S+\/drydock\/images, and \S+ \w+ are free there\.\n {2}Next: df -h /,
  )
  expect(exitCode).toBe(125)
})

test('a manifest without end is not read to its end', async () => {
  using home = new Home()
  function* endless() {
    for (;;) yield Buffer.alloc(65536, ' ')
  }
  const headers = { 'content-type': oci.manifest }
  await using relay = await Relay.start(registry.address, () => ({ status: 200, headers, body: endless() }))
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(`${relay.address}/img is longer than 4.2 MB.`),
  )
})

test('indexes that lead to indexes, without end', async () => {
  using home = new Home()
  const repository = new Repository(registry.address, 'nested')
  let manifest = (await putImage(registry.address, 'nested', [freshLayer(100)])).manifest
  for (const tag of ['one', 'two', 'three', 'four']) {
    const content = { schemaVersion: 2, mediaType: oci.index, manifests: [manifest] }
    manifest = await repository.putManifest(content, oci.index, tag)
  }
  expect(await home.pull(`${registry.address}/nested:three`)).toEqual(pulled)
  expect(await home.pull(`${registry.address}/nested:four`)).toEqual(
    failed(`${ambiguous} (an index of indexes).`),
  )
})

test('a manifest that is not what was asked for', async () => {
  const { manifest } = await putImage(registry.address, 'img', [freshLayer(100)])
  const other = document(image, oci.manifest)
  const found = digestOf(Buffer.from(JSON.stringify(image)))
  const words = (name: string) =>
    failed(
      `${name} came as something else.`,
      `Its digest should be ${manifest.digest},`,
      `and is ${found}.`,
      'A proxy or a mirror changed it, or the registry is broken. Nothing of it is kept.',
    )
  using home = new Home()

  // Asked for by its digest.
  await using changed = await Relay.start(registry.address, () => other)
  expect(await home.pull(`${changed.address}/img@${manifest.digest}`)).toEqual(
    words(`${changed.address}/img@${manifest.digest}`),
  )
  // Promised by the registry.
  const lying = { ...other, headers: { ...other.headers, 'docker-content-digest': manifest.digest } }
  await using relay = await Relay.start(registry.address, () => lying)
  expect(await home.pull(`${relay.address}/img`)).toEqual(words(`${relay.address}/img`))
  // Promised by an index.
  const content = { schemaVersion: 2, mediaType: oci.index, manifests: [manifest] }
  await new Repository(registry.address, 'img').putManifest(content, oci.index, 'index')
  await using within = await Relay.start(registry.address, instead({ [manifest.digest]: () => other }))
  expect(await home.pull(`${within.address}/img:index`)).toEqual(words(`${within.address}/img:index`))
  expect(home.blobs()).toEqual([])
})

test('a manifest that is cut short, by a server that does not say how long it is', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [freshLayer(100)])
  let times = 0
  await using relay = await Relay.start(registry.address, async (_, pass) => {
    const whole = await pass()
    return times++ === 0 ? shortened(whole, 100) : whole
  })
  expect((await home.pull(`${relay.address}/img`)).stderr).toMatch(/came as something else/)
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
})

const layer = freshLayer(1000)
test.each<[string, Buffer[], object]>([
  ['has too few layers', [layer, layer], { rootfs: { type: 'layers', diff_ids: [digestOf(layer)] } }],
  [
    'has too many layers',
    [layer],
    { rootfs: { type: 'layers', diff_ids: [digestOf(layer), digestOf(layer)] } },
  ],
  ['has no layers', [layer], { rootfs: null }],
  ['has layers that are no digests', [layer], { rootfs: { type: 'layers', diff_ids: ['../..'] } }],
  ['says not what it is for', [layer], { os: undefined }],
])('a configuration that %s', async (_, layers, config) => {
  using home = new Home()
  await putImage(registry.address, 'configured', layers, { config })
  expect(await home.pull(`${registry.address}/configured`)).toEqual(
    failed(`The configuration of ${registry.address}/configured does not fit its layers.`),
  )
})

test('a configuration that is none, and one that is too long', async () => {
  using home = new Home()
  const repository = new Repository(registry.address, 'configured')
  const layers = [await repository.putBlob(layer, oci.layer)]
  for (const [tag, content] of [
    ['none', 'none'],
    ['long', ' '.repeat(5 * 1024 * 1024)],
  ] as const) {
    const config = await repository.putBlob(Buffer.from(content), oci.config)
    await repository.putManifest(
      { schemaVersion: 2, mediaType: oci.manifest, config, layers },
      oci.manifest,
      tag,
    )
  }
  const name = `${registry.address}/configured`
  expect(await home.pull(`${name}:none`)).toEqual(
    failed(`The configuration of ${name}:none does not fit its layers.`),
  )
  expect(await home.pull(`${name}:long`)).toEqual(failed('Its configuration is longer than 4.2 MB.'))
})

test.runIf(process.getuid?.() === 0)('a layer that is not what the configuration says', async () => {
  using home = new Home()
  await putImage(registry.address, 'diff', [layer], {
    config: { ...configOf(freshLayer(7)) },
  })
  const { stderr, exitCode } = await home.pull(`${registry.address}/diff`)
  expect(stderr).toContain('uncompressed it should have the digest')
  expect(stderr).toContain('The image is broken.')
  expect(exitCode).toBe(125)
})

test('what a registry says cannot steer the terminal', async () => {
  using home = new Home()
  const said = JSON.stringify({
    errors: [{ code: 'DENIED', message: `\x1b[2Jgone\r\n\x07 \u009b2J${'x'.repeat(9999)}` }],
  })
  await using relay = await Relay.start(registry.address, () => answer(403, {}, said))
  const { stderr } = await home.pull(`${relay.address}/img`)
  expect(stderr).toContain(
    `${relay.address} says: DENIED:  [2Jgone xxx`.replace('  [', ' [').replace('gone xxx', 'gone 2Jxxx'),
  )
})
