import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { beforeAll, expect, test } from 'vitest'
import { answer, cut, refusal } from '../kit/download/answers.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { type Conduct, Relay } from '../kit/download/relay.ts'

const registry = sharedRegistry()
let image: PutImage
/** The only layer. */
let layer = { digest: '', size: 0 }
beforeAll(async () => {
  image = await putImage(registry.address, 'img', [freshLayer(200_000)])
  layer = image.blobs[1] ?? layer
})

/** Something happens to the layer, by how often it was asked for before; all else is passed on. */
const onLayer = (conduct: (times: number, ...given: Parameters<Conduct>) => ReturnType<Conduct>): Conduct => {
  let times = 0
  return (asked, pass) => (asked.path.endsWith(layer.digest) ? conduct(times++, asked, pass) : pass())
}

const ranges = (relay: Relay) =>
  relay.asked.filter(({ path }) => path.endsWith(layer.digest)).map(({ headers }) => headers.range)

test('a connection that breaks: the rest is asked for, and nothing comes twice', async () => {
  using home = new Home()
  const conduct = onLayer(async (times, _, pass) => {
    const whole = await pass()
    const arrived = () => home.receives([layer.digest], 60_000)
    return times === 0 ? cut(whole, 60_000, arrived) : whole
  })
  await using relay = await Relay.start(registry.address, conduct)
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(ranges(relay)).toEqual([undefined, 'bytes=60000-'])
  expect(relay.sent).toBe(image.size)
})

test('a connection that breaks again and again, and every time gets a bit further', async () => {
  using home = new Home()
  const steps = [1, 20_000, 20_001, 65_536, 100_000, 150_000, layer.size - 1]
  const conduct = onLayer(async (times, _, pass) => {
    const whole = await pass()
    const until = steps[times]
    if (until === undefined) return whole
    return cut(whole, until - (steps[times - 1] ?? 0), () => home.receives([layer.digest], until))
  })
  await using relay = await Relay.start(registry.address, conduct)
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(ranges(relay)).toEqual([undefined, ...steps.map((at) => `bytes=${at}-`)])
  expect(relay.sent).toBe(image.size)
})

test('a connection that breaks at the same byte again and again', async () => {
  using home = new Home()
  const conduct = onLayer(async (times, _, pass) =>
    cut(await pass(), times === 0 ? 60_000 : 0, () => home.receives([layer.digest], 60_000)),
  )
  await using relay = await Relay.start(registry.address, conduct)
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `${relay.address} cannot be reached, or the connection broke again and again: other side closed.`,
      'What has arrived is kept, and the next pull goes on from there.',
      'Next: the same command again; behind a proxy with HTTPS_PROXY=http://…',
    ),
  )
  expect(ranges(relay)).toHaveLength(5)
  expect(home.received([layer.digest])).toBe(60_000)

  relay.asked.length = 0
  relay.conduct = (_, pass) => pass()
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(ranges(relay)).toEqual(['bytes=60000-'])
})

test('a server that always begins at the first byte', async () => {
  using home = new Home()
  const conduct = onLayer(async (times, _, pass) => {
    const whole = await pass({ range: undefined })
    return times === 0 ? cut(whole, 60_000, () => home.receives([layer.digest], 60_000)) : whole
  })
  await using relay = await Relay.start(registry.address, conduct)
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(relay.sent).toBe(60_000 + image.size)
})

test('a server that always begins at the first byte, and breaks off now earlier, now later, is given up', async () => {
  using home = new Home()
  const conduct = onLayer(async (times, _, pass) => {
    const length = times % 2 === 0 ? 60_000 : 40_000
    return cut(await pass({ range: undefined }), length, () => home.receives([layer.digest], length))
  })
  await using relay = await Relay.start(registry.address, (asked, pass) =>
    ranges(relay).length > 8 ? pass() : conduct(asked, pass),
  )
  expect((await home.pull(`${relay.address}/img`)).stderr).toContain('broke again and again')
  expect(ranges(relay)).toHaveLength(5)
})

/** What servers do that cannot begin where they are asked to. */
const misunderstandings: Record<string, Conduct> = {
  'begins at a byte before': async (_, pass) => pass({ range: 'bytes=50000-' }),
  'begins at a byte after': async (_, pass) => pass({ range: 'bytes=70000-' }),
  'does not say where it begins': async (_, pass) => {
    const { status, headers, body } = await pass()
    const { 'content-range': _range, ...others } = headers
    return { status, headers: others, body }
  },
  'has no such range': () => answer(416),
}
test.each(Object.entries(misunderstandings))('a server that %s', async (_, misunderstand) => {
  using home = new Home()
  const conduct = onLayer(async (times, asked, pass) => {
    if (times === 0) return cut(await pass(), 60_000, () => home.receives([layer.digest], 60_000))
    return asked.headers.range === undefined ? pass() : misunderstand(asked, pass)
  })
  await using relay = await Relay.start(registry.address, conduct)
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(ranges(relay)).toEqual([undefined, 'bytes=60000-', undefined])
})

test.each([500, 502, 503, 504])('a registry that is busy (HTTP %i) is asked again', async (status) => {
  using home = new Home()
  const times = new Map<string, number>()
  await using relay = await Relay.start(registry.address, ({ path }, pass) => {
    const before = times.get(path) ?? 0
    times.set(path, before + 1)
    return before < 2 ? refusal(status, 'UNAVAILABLE', 'in a moment') : pass()
  })
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(times.values().toArray()).toEqual([3, 3, 3])
})

test('a registry that stays busy', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, () => refusal(503, 'UNAVAILABLE', 'in a moment'))
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `${relay.address} cannot be reached, or the connection broke again and again: HTTP 503 UNAVAILABLE: in a moment.`,
      'What has arrived is kept, and the next pull goes on from there.',
      'Next: the same command again; behind a proxy with HTTPS_PROXY=http://…',
    ),
  )
  expect(relay.asked).toHaveLength(5)
})

test('too many pulls, for a moment: it waits as long as it is told', async () => {
  using home = new Home()
  const at: number[] = []
  await using relay = await Relay.start(registry.address, (_, pass) => {
    at.push(performance.now())
    return at.length === 1 ? refusal(429, 'TOOMANYREQUESTS', 'slow down', { 'retry-after': '1' }) : pass()
  })
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(990)
})

test.each([
  ['an hour', { 'retry-after': '3600' }, 'it asks to wait 1 h 0 min'],
  [
    'a date by its own clock',
    { date: 'Tue, 07 Jul 2020 10:00:00 GMT', 'retry-after': 'Tue, 07 Jul 2020 12:00:30 GMT' },
    'it asks to wait 2 h 1 min',
  ],
  ['an unknown time', {}, 'it does not say for how long'],
  ['no time at all', { 'retry-after': 'soon' }, 'it does not say for how long'],
])('too many pulls, for %s: it says so at once', async (_, headers, words) => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, () =>
    refusal(429, 'TOOMANYREQUESTS', 'You have reached your pull rate limit.', headers),
  )
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `${relay.address} has had too many pulls from this address (HTTP 429): ${words}.`,
      `${relay.address} says: TOOMANYREQUESTS: You have reached your pull rate limit.`,
      'Docker Hub counts the pulls of all who share an address, such as a class. What was pulled before still runs.',
      'Next: docker login, or a mirror: DRYDOCK_MIRROR=https://… (docs/04-chroot.md says how to run one)',
    ),
  )
  expect(relay.asked).toHaveLength(1)
})

test('too many pulls, again after every wait', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, () =>
    refusal(429, 'TOOMANYREQUESTS', 'slow down', { 'retry-after': '0' }),
  )
  expect((await home.pull(`${relay.address}/img`)).stderr).toMatch(/^container: \S+ has had too many pulls/)
  expect(relay.asked).toHaveLength(5)
})

test('an answer that means nothing to us is told as it is', async () => {
  using home = new Home()
  await using relay = await Relay.start(registry.address, () => refusal(400, 'NAME_INVALID', 'invalid name'))
  expect(await home.pull(`${relay.address}/img`)).toEqual(
    failed(
      `${relay.address} answered HTTP 400 when asked for ${relay.address}/img.`,
      `${relay.address} says: NAME_INVALID: invalid name`,
      'Next: try again later.',
    ),
  )
})

test('nobody listens', async () => {
  using home = new Home()
  const relay = await Relay.start(registry.address)
  const { address } = relay
  await relay[Symbol.asyncDispose]()
  expect(await home.pull(`${address}/img`)).toEqual(
    failed(
      `${address} cannot be reached, or the connection broke again and again: ECONNREFUSED.`,
      'Nobody listens there. On a registry of your own: is it running?',
      'Next: the same command again; behind a proxy with HTTPS_PROXY=http://…',
    ),
  )
})

test.each([
  ['says nothing and hangs up', ''],
  ['speaks another language', 'SSH-2.0-OpenSSH_9.2\r\n'],
])('something listens that %s', async (_, words) => {
  using home = new Home()
  const server = createServer((socket) => socket.on('error', () => {}).end(words))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = `localhost:${(server.address() as AddressInfo).port}`
  const { stderr, exitCode } = await home.pull(`${address}/img`)
  server.close()
  expect(stderr).toMatch(
    /^container: localhost:\d+ cannot be reached, or the connection broke again and again: /,
  )
  expect(stderr.split('\n')).toHaveLength(3)
  expect(exitCode).toBe(125)
})
