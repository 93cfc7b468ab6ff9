import { beforeAll, expect, test } from 'vitest'
import { answer, cut, redirect } from '../kit/download/answers.ts'
import { makeCertificate } from '../kit/download/certificate.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { type Answer, isBlob, Relay } from '../kit/download/relay.ts'
import { WebProxy } from '../kit/download/web-proxy.ts'

const registry = sharedRegistry()
let image: PutImage
beforeAll(async () => {
  image = await putImage(registry.address, 'img', [freshLayer(1000), freshLayer(1000)])
})

test.each([301, 302, 303, 307, 308])('blobs are elsewhere (HTTP %i)', async (status) => {
  using home = new Home()
  await using storage = await Relay.start(registry.address)
  await using relay = await Relay.start(registry.address, ({ path }, pass) =>
    isBlob(path) ? redirect(`http://${storage.address}${path}`, status) : pass(),
  )
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect({ relay: relay.sent, storage: storage.sent }).toEqual({ relay: 0, storage: image.size })
})

test('all is elsewhere, and relative to here', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, ({ path }, pass) => {
    if (!path.includes('/here/')) return redirect(path.replace('/v2/', '../v2/here/'))
    return pass()
  })
  const { stderr } = await home.pull(`${relay.address}/img`)
  expect(stderr).toContain('(HTTP 404)')
  expect(relay.lines).toEqual(['GET /v2/img/manifests/latest', 'GET /v2/img/v2/here/img/manifests/latest'])
})

test('what was broken off is asked for elsewhere, too', async () => {
  using home = new Home()
  const { digest } = image.blobs[1] ?? { digest: '' }
  await using storage = await Relay.start(registry.address, async ({ path, headers }, pass) => {
    const whole = await pass()
    const isFirst = path.endsWith(digest) && headers.range === undefined
    return isFirst ? cut(whole, 700, () => home.receives([digest], 700)) : whole
  })
  await using relay = await Relay.start(registry.address, ({ path }, pass) =>
    isBlob(path) ? redirect(`http://${storage.address}${path}`) : pass(),
  )
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(storage.sent).toBe(image.size)
})

test('nobody leads a pull to plain HTTP on the network, and nothing is asked there', async () => {
  using home = new Home()
  // An address of this machine that does not look like one.
  await using network = await Relay.start(registry.address)
  const there = `http://0.0.0.0:${network.port}`
  await using relay = await Relay.start(registry.address, ({ path }, pass) =>
    isBlob(path) ? redirect(`${there}${path}`) : pass(),
  )
  const { exitCode, stderr } = await home.pull(`${relay.address}/img`)
  const blobs = image.digests.map(
    (digest) => `container: ${there}/v2/img/blobs/${digest} was to be asked without encryption.`,
  )
  const [first, ...others] = stderr.split('\n')
  expect(blobs).toContain(first)
  expect(others).toEqual([
    '  Plain HTTP is only for registries on this machine, and for a mirror that you name yourself.',
  ])
  expect(exitCode).toBe(125)
  expect(network.asked).toEqual([])
})

/** What a registry elsewhere may do to have something of this machine asked. */
const detours: Record<string, (there: string) => Answer> = {
  'a redirect': (there) => redirect(`${there}/v2/img/manifests/latest`),
  'the address of its tokens': (there) =>
    answer(401, { 'www-authenticate': `Bearer realm="${there}/token"` }),
}
test.each(Object.entries(detours))(
  'a registry elsewhere leads nobody to this machine by %s',
  async (_, to) => {
    await using here = await Relay.start(registry.address)
    const there = `http://${here.address}`
    const secure = makeCertificate('registry.example')
    await using elsewhere = await Relay.start(registry.address, () => to(there), secure)
    await using proxy = await WebProxy.start({ 'registry.example:443': elsewhere.port })
    using home = new Home({ HTTPS_PROXY: `http://${proxy.address}` })
    home.trust(secure.certificate)
    const { exitCode, stderr } = await home.pull('registry.example/img')
    expect(stderr).toMatch(/^container: http:\/\/localhost:\S+ was to be asked without encryption\.\n/)
    expect(exitCode).toBe(125)
    expect(here.asked).toEqual([])
  },
)

test.each(['file:///etc/passwd', 'data:text/plain,x', 'ftp://0.0.0.0/x'])(
  'nobody leads a pull to %s',
  async (there) => {
    using home = new Home()
    await using relay = await Relay.start(registry.address, () => redirect(there))
    expect(await home.pull(`${relay.address}/img`)).toEqual(
      failed(
        `${there} was to be asked without encryption.`,
        'Plain HTTP is only for registries on this machine, and for a mirror that you name yourself.',
      ),
    )
  },
)

test('nobody leads a pull in a circle', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, ({ path }) => redirect(path))
  expect(await home.pull(`${relay.address}/img`)).toEqual(failed(`${relay.address} redirects without end.`))
  expect(relay.asked).toHaveLength(11)
})

test.each(['http://[', 'https://a b/', '//:0'])('nobody knows where %j is', async (there) => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, () => redirect(there))
  const { stderr, exitCode } = await home.pull(`${relay.address}/img`)
  expect(stderr).toBe(`container: ${relay.address} redirects to ${there}, which is no address.`)
  expect(exitCode).toBe(125)
})

test('a redirect whose body breaks off is a redirect', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, ({ path }, pass) => {
    if (path.endsWith('?again')) return pass()
    const { status, headers } = redirect(`${path}?again`)
    return cut({ status, headers: { ...headers, 'content-length': '100' }, body: [Buffer.alloc(100)] }, 50)
  })
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
})
