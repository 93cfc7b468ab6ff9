import { beforeAll, expect, test } from 'vitest'
import { makeCertificate } from '../kit/download/certificate.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { Relay } from '../kit/download/relay.ts'
import { basic } from '../kit/download/token-server.ts'
import { WebProxy } from '../kit/download/web-proxy.ts'

const registry = sharedRegistry()
const secure = makeCertificate('registry.example')
let image: PutImage
beforeAll(async () => {
  image = await putImage(registry.address, 'img', [freshLayer(1000)])
})

/** A registry that only the proxy knows. */
async function startRemote() {
  const started = new AsyncDisposableStack()
  const relay = started.use(await Relay.start(registry.address, undefined, secure))
  const proxy = started.use(await WebProxy.start({ 'registry.example:443': relay.port }))
  return { relay, proxy, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

test.each(['HTTPS_PROXY', 'https_proxy'])('a registry is asked by way of %s', async (variable) => {
  await using remote = await startRemote()
  using home = new Home({ [variable]: `http://${remote.proxy.address}` })
  home.trust(secure.certificate)
  expect(await home.pull('registry.example/img')).toEqual(pulled)
  expect(remote.relay.sent).toBe(image.size)
  expect(new Set(remote.proxy.asked)).toEqual(new Set(['registry.example:443']))
})

test('a proxy that wants to know who asks', async () => {
  await using remote = await startRemote()
  using home = new Home({ HTTPS_PROXY: `http://ada:secret@${remote.proxy.address}` })
  home.trust(secure.certificate)
  expect(await home.pull('registry.example/img')).toEqual(pulled)
  expect(new Set(remote.proxy.authorizations)).toEqual(new Set([basic('ada', 'secret')]))
})

test('a proxy that is named without a scheme', async () => {
  await using remote = await startRemote()
  using home = new Home({ HTTPS_PROXY: remote.proxy.address })
  home.trust(secure.certificate)
  expect(await home.pull('registry.example/img')).toEqual(pulled)
})

test('a proxy that refuses', async () => {
  await using remote = await startRemote()
  using home = new Home({ HTTPS_PROXY: `http://${remote.proxy.address}` })
  expect(await home.pull('elsewhere.example/img')).toEqual(
    failed(
      'elsewhere.example cannot be reached, or the connection broke again and again: the proxy answered HTTP 502.',
      'What has arrived is kept, and the next pull goes on from there.',
      'Next: the same command again; behind a proxy with HTTPS_PROXY=http://…',
    ),
  )
})

test.each(['http://[', 'proxy example', 'ftp://proxy.example'])(
  'a proxy that cannot be: %s',
  async (proxy) => {
    using home = new Home({ HTTPS_PROXY: proxy })
    expect(await home.pull('registry.example/img')).toEqual(
      failed(
        `HTTPS_PROXY is ${JSON.stringify(proxy)}, which is no address of a proxy.`,
        'Next: HTTPS_PROXY=http://proxy.example:3128',
      ),
    )
  },
)

test('this machine itself is never asked by way of a proxy', async () => {
  await using remote = await startRemote()
  const proxy = `http://${remote.proxy.address}`
  using home = new Home({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy })
  for (const host of ['localhost', '127.0.0.1'])
    expect(await home.pull(`${registry.address.replace('localhost', host)}/img`)).toEqual(pulled)
  expect(remote.proxy.asked).toEqual([])
})

test.each(['NO_PROXY', 'no_proxy'])('what %s names is not asked by way of a proxy', async (variable) => {
  await using remote = await startRemote()
  await putImage(registry.address, 'library/alpine', [freshLayer(100)])
  const proxy = `http://${remote.proxy.address}`
  // An address of this machine that does not look like one.
  const mirror = registry.address.replace('localhost', '0.0.0.0')
  const env = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, DRYDOCK_MIRROR: `http://${mirror}` }
  using home = new Home({ ...env, [variable]: 'other.example,0.0.0.0' })
  expect(await home.pull('alpine')).toEqual(pulled)
  expect(remote.proxy.asked).toEqual([])

  using other = new Home({ ...env, [variable]: 'other.example' })
  expect((await other.pull('alpine')).exitCode).toBe(125)
  expect(remote.proxy.asked).toContain(mirror)
})
