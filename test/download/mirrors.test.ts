import { beforeAll, expect, test } from 'vitest'
import { answer, cut, instead, refusal } from '../kit/download/answers.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { Hub } from '../kit/download/hub.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { Relay } from '../kit/download/relay.ts'
import { base64, basic } from '../kit/download/token-server.ts'

const registry = sharedRegistry()
let image: PutImage
beforeAll(async () => {
  const layers = Array.from({ length: 3 }, () => freshLayer(1000))
  image = await putImage(registry.address, 'library/alpine', layers)
})

const startMirror = (...conduct: [] | [Relay['conduct']]) => Relay.start(registry.address, ...conduct)

/** Where nobody listens any longer. */
async function deadMirror(): Promise<string> {
  await using relay = await startMirror()
  return relay.address
}

const note = (mirror: string, reason: string, next: string) =>
  `The mirror ${mirror} did not help (${reason}): asking ${next}.`
const HUB = 'registry-1.docker.io'

test('the hub itself, with a token of its own', async () => {
  await using hub = await Hub.start(registry)
  using home = hub.home()
  expect(await home.pull('alpine')).toEqual(pulled)
  expect(home.received(image.digests)).toBe(image.size)
  expect(new Set(hub.proxy.asked)).toEqual(new Set([`${HUB}:443`, 'auth.docker.io:443']))
  expect(hub.relay.lines.filter((line) => line.includes('/token'))).toEqual([
    'GET /token?service=registry.docker.io&scope=repository%3Alibrary%2Falpine%3Apull',
  ])
})

test('a mirror is asked instead of the hub', async () => {
  await using hub = await Hub.start(registry)
  await using mirror = await startMirror()
  using home = hub.home(`http://${mirror.address}`)
  for (const name of [
    'alpine',
    'library/alpine',
    'docker.io/alpine:latest',
    `alpine@${image.manifest.digest}`,
  ])
    expect(await home.pull(name), name).toEqual(pulled)
  expect(mirror.sent).toBe(image.size)
  expect(hub.proxy.asked).toEqual([])
})

test('a mirror is for the hub alone', async () => {
  await using mirror = await startMirror()
  using home = new Home({ DRYDOCK_MIRROR: `http://${mirror.address}` })
  expect(await home.pull(`${registry.address}/library/alpine`)).toEqual(pulled)
  expect(mirror.asked).toEqual([])
})

test('the first mirror is dead, the second is not: that is said once', async () => {
  await using hub = await Hub.start(registry)
  await using mirror = await startMirror()
  const dead = await deadMirror()
  using home = hub.home(`http://${dead}`, `http://${mirror.address}`)
  expect(await home.pull('alpine')).toEqual({
    exitCode: 0,
    stderr: note(dead, 'ECONNREFUSED', mirror.address),
  })
  expect(mirror.sent).toBe(image.size)
  expect(hub.proxy.asked).toEqual([])
})

test('a mirror without the image: it is asked for nothing more', async () => {
  await using hub = await Hub.start(registry)
  await using empty = await startMirror(() => refusal(404, 'NAME_UNKNOWN', 'unknown'))
  await using mirror = await startMirror()
  using home = hub.home(`http://${empty.address}`, `http://${mirror.address}`)
  expect(await home.pull('alpine')).toEqual({
    exitCode: 0,
    stderr: note(empty.address, `${empty.address} has no alpine (HTTP 404).`, mirror.address),
  })
  expect(empty.lines).toEqual(['GET /v2/library/alpine/manifests/latest'])
  expect(mirror.sent).toBe(image.size)
})

test('a mirror that fails midway: the hub has the rest', async () => {
  await using hub = await Hub.start(registry)
  const { digest } = image.blobs[2] ?? { digest: '' }
  await using mirror = await startMirror(instead({ [digest]: () => answer(500) }))
  using home = hub.home(`http://${mirror.address}`)
  expect(await home.pull('alpine')).toEqual({ exitCode: 0, stderr: note(mirror.address, 'HTTP 500', HUB) })
  // What the mirror had was not fetched again.
  expect(hub.relay.sent).toBeLessThan(image.size / 2 + 1000)
})

test('all are dead', async () => {
  const dead = [await deadMirror(), await deadMirror()]
  const proxy = await deadMirror()
  using home = new Home({
    DRYDOCK_MIRROR: dead.map((each) => `http://${each}`).join(', '),
    HTTPS_PROXY: `http://${proxy}`,
  })
  const [first = '', second = ''] = dead
  const { exitCode, stderr } = failed(
    `${HUB} cannot be reached, or the connection broke again and again: ECONNREFUSED.`,
    'Nobody listens there. On a registry of your own: is it running?',
    'Next: the same command again; behind a proxy with HTTPS_PROXY=http://…',
  )
  expect(await home.pull('alpine')).toEqual({
    exitCode,
    stderr: [note(first, 'ECONNREFUSED', second), note(second, 'ECONNREFUSED', HUB), stderr].join('\n'),
  })
})

test.each([
  'localhost:5000',
  'https://mirror.example/v2',
  'ftp://mirror.example',
  'https://ada:secret@mirror.example',
  'mirror',
])('a mirror that has no such address: %s', async (mirror) => {
  using home = new Home({ DRYDOCK_MIRROR: `https://mirror.example,${mirror}` })
  expect(await home.pull('alpine')).toEqual(
    failed(
      `DRYDOCK_MIRROR has "${mirror}" in it, which is no address of a mirror.`,
      'Next: DRYDOCK_MIRROR=https://mirror.example:5000, several with commas between them',
    ),
  )
})

const login = { 'https://index.docker.io/v1/': { auth: base64('ada:hub') } }

test('a login to the hub is for the hub', async () => {
  await using hub = await Hub.start(registry)
  using home = hub.home()
  home.configure({ auths: login })
  expect(await home.pull('alpine')).toEqual(pulled)
  const sent = hub.relay.asked.map(({ headers }) => headers.authorization)
  expect(sent.filter((each) => each?.startsWith('Basic'))).toEqual([basic('ada', 'hub')])
})

/** Mirrors of all kinds, by what they are called. */
const kinds: [string, (port: number) => string][] = [
  ['without encryption, on this machine', (port) => `http://localhost:${port}`],
  ['without encryption, on the network', () => 'http://mirror.example:5000'],
]
test.each(kinds)('a login to the hub is not for a mirror %s', async (_, name) => {
  await using mirror = await startMirror(() => answer(401, { 'www-authenticate': 'Basic realm="give"' }))
  await using hub = await Hub.start(registry, { 'mirror.example:5000': mirror.port })
  using home = hub.home(name(mirror.port))
  home.configure({ auths: login })
  const { stderr, exitCode } = await home.pull('alpine')
  expect(stderr).toMatch(
    /^The mirror \S+ did not help \(\S+ wants a name and a password, and there are none for it\.\)/,
  )
  expect(exitCode).toBe(0)
  expect(mirror.asked.length).toBeGreaterThan(0)
  for (const { headers } of mirror.asked) expect(Object.keys(headers)).not.toContain('authorization')
})

test('a login to the hub is not for a mirror with encryption either', async () => {
  await using hub = await Hub.start(registry)
  const { conduct } = hub.relay
  hub.relay.conduct = (asked, pass) =>
    asked.headers.host === 'mirror.example'
      ? answer(401, { 'www-authenticate': 'Basic realm="give"' })
      : conduct(asked, pass)
  using home = hub.home('https://mirror.example')
  home.configure({ auths: login })
  expect((await home.pull('alpine')).exitCode).toBe(0)
  const given = hub.relay.asked.filter(({ headers }) => headers.host === 'mirror.example')
  expect(given.map(({ headers }) => headers.authorization)).toEqual([undefined])
})

test('a login to a mirror is for that mirror, unless others could listen', async () => {
  const guarded: Relay['conduct'] = ({ headers }, pass) =>
    headers.authorization === basic('ada', 'mirror')
      ? pass({ authorization: undefined })
      : answer(401, { 'www-authenticate': 'Basic realm="mirror"' })
  await using mirror = await startMirror(guarded)
  await using hub = await Hub.start(registry, { 'mirror.example:5000': mirror.port })
  const auth = { auth: base64('ada:mirror') }
  using home = hub.home(`http://${mirror.address}`)
  home.configure({ auths: { ...login, [mirror.address]: auth } })
  expect(await home.pull('alpine')).toEqual(pulled)
  expect(hub.relay.asked).toEqual([])

  using other = hub.home('http://mirror.example:5000')
  other.configure({ auths: { ...login, 'mirror.example:5000': auth } })
  mirror.asked.length = 0
  expect((await other.pull('alpine')).stderr).toContain('there are none for it')
  for (const { headers } of mirror.asked) expect(Object.keys(headers)).not.toContain('authorization')
})

test('what a mirror has changed is not taken, and the hub is asked for it', async () => {
  await using hub = await Hub.start(registry)
  const { digest, size } = image.blobs[1] ?? { digest: '', size: 0 }
  await using mirror = await startMirror(instead({ [digest]: () => answer(200, {}, Buffer.alloc(size)) }))
  using home = hub.home(`http://${mirror.address}`)
  const reason = `The blob ${digest} of alpine came as something else.`
  expect(await home.pull('alpine')).toEqual({ exitCode: 0, stderr: note(mirror.address, reason, HUB) })
  expect(home.blobs()).toEqual([image.manifest.digest, ...image.digests].sort())
})

test('a mirror that sends a page of its own: the hub is asked', async () => {
  await using hub = await Hub.start(registry)
  await using mirror = await startMirror(() => answer(200, { 'content-type': 'text/html' }, 'Sign in'))
  using home = hub.home(`http://${mirror.address}`)
  const reason = 'The registry sent text/html, which is no image.'
  expect(await home.pull('alpine')).toEqual({ exitCode: 0, stderr: note(mirror.address, reason, HUB) })
  expect(hub.relay.sent).toBe(image.size)
})

test('a mirror whose answers break off, again and again: the next one goes on from there', async () => {
  await using hub = await Hub.start(registry)
  const { digest, size } = image.blobs[1] ?? { digest: '', size: 0 }
  await using mirror = await startMirror(async ({ path, headers }, pass) => {
    const whole = await pass()
    if (!path.endsWith(digest)) return whole
    return cut(whole, headers.range ? 0 : 600, () => home.receives([digest], 600))
  })
  await using next = await startMirror()
  using home = hub.home(`http://${mirror.address}`, `http://${next.address}`)
  expect(await home.pull('alpine')).toEqual({
    exitCode: 0,
    stderr: note(mirror.address, 'other side closed', next.address),
  })
  const asked = (relay: Relay) => relay.asked.filter(({ path }) => path.endsWith(digest))
  expect(asked(mirror)).toHaveLength(5)
  expect(asked(next).map(({ sent }) => sent)).toEqual([size - 600])
  expect(hub.proxy.asked).toEqual([])
})
