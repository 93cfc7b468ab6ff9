import { beforeAll, expect, test } from 'vitest'
import { Tap } from '../kit/download/answers.ts'
import { Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { type Answer, isBlob, Relay } from '../kit/download/relay.ts'

const registry = sharedRegistry()
const shared = freshLayer(200_000)
let image: PutImage
let other: PutImage
beforeAll(async () => {
  image = await putImage(registry.address, 'img', [shared, freshLayer(1000)])
  other = await putImage(registry.address, 'other', [shared, freshLayer(2000)])
})

const WAITING = 'Waiting for another pull'

/** A registry whose blobs do not come before they are let go. */
async function startHeld() {
  const held = Promise.withResolvers<void>()
  async function* after(body: Answer['body']) {
    await held.promise
    yield* body
  }
  const relay = await Relay.start(registry.address, async ({ path }, pass) => {
    const whole = await pass()
    return isBlob(path) ? { ...whole, body: after(whole.body) } : whole
  })
  return { relay, letGo: held.resolve, [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose]() }
}

test('the blobs of an image come four at a time', async () => {
  using home = new Home()
  const layers = Array.from({ length: 6 }, () => freshLayer(1000))
  const { blobs } = await putImage(registry.address, 'lanes', layers)
  const open = Promise.withResolvers<void>()
  let most = 0
  let present = 0
  await using relay = await Relay.start(registry.address, async ({ path }, pass) => {
    const whole = await pass()
    if (!isBlob(path)) return whole
    async function* body() {
      most = Math.max(most, ++present)
      // Nothing comes to its end before so many have begun; were it fewer, this would wait for ever.
      if (present === 4) open.resolve()
      await open.promise
      yield* whole.body
      present--
    }
    return { ...whole, body: body() }
  })
  expect(await home.pull(`${relay.address}/lanes`)).toEqual(pulled)
  expect(relay.lines.filter(isBlob)).toHaveLength(blobs.length)
  expect(most).toBe(4)
})

test('two pulls of one image at once: every blob comes once', async () => {
  using home = new Home()
  await using held = await startHeld()
  const { relay } = held
  const pulls = [1, 2].map(() => home.start(`${relay.address}/img`))
  // One has asked for the blobs, and so the other waits.
  await Promise.race(pulls.map((pull) => pull.says()))
  held.letGo()
  const ends = await Promise.all(pulls.map(({ ended }) => ended))
  expect(ends).toContainEqual({ exitCode: 0, stderr: WAITING })
  for (const { exitCode, stderr } of ends) {
    expect(['', WAITING]).toContain(stderr)
    expect(exitCode).toBe(0)
  }
  expect(relay.sent).toBe(image.size)
  expect(relay.lines.filter(isBlob)).toHaveLength(image.blobs.length)
  expect(home.partials()).toEqual([])
})

test('two images at once that share a layer: it comes once', async () => {
  using home = new Home()
  await using held = await startHeld()
  const { relay } = held
  const pulls = ['img', 'other'].map((name) => home.start(`${relay.address}/${name}`))
  await Promise.race(pulls.map((pull) => pull.says()))
  held.letGo()
  for (const { ended } of pulls) expect((await ended).exitCode).toBe(0)
  expect(relay.sent).toBe(image.size + other.size - shared.length)
  expect(home.blobs()).toEqual(expect.arrayContaining([...image.digests, ...other.digests]))
  expect(home.partials()).toEqual([])
})

test('the one that fetches is killed: the one that waits goes on from there', async () => {
  using home = new Home()
  const tap = new Tap(100_000)
  await using relay = await Relay.start(registry.address, async ({ path }, pass) => {
    const whole = await pass()
    return isBlob(path) ? tap.through(whole) : whole
  })
  const first = home.start(`${relay.address}/img`)
  await tap.ran
  await home.receives(image.digests, 100_000)
  const second = home.start(`${relay.address}/img`)
  expect(await second.says()).toBe(`${WAITING}\n`)
  relay.conduct = (_, pass) => pass()
  first.kill('SIGKILL')
  await first.ended
  expect(await second.ended).toEqual({ exitCode: 0, stderr: WAITING })
  expect(relay.sent).toBe(image.size)
})

test('Ctrl-C ends one that waits', async () => {
  using home = new Home()
  const tap = new Tap(100_000)
  await using relay = await Relay.start(registry.address, async ({ path }, pass) => {
    const whole = await pass()
    return isBlob(path) ? tap.through(whole) : whole
  })
  const first = home.start(`${relay.address}/img`)
  await tap.ran
  const second = home.start(`${relay.address}/img`)
  await second.says()
  second.kill('SIGINT')
  expect(await second.ended).toEqual({ exitCode: 130, stderr: WAITING })
  first.kill('SIGINT')
  expect(await first.ended).toEqual({ exitCode: 130, stderr: '' })
})
