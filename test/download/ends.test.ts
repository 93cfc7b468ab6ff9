import { once } from 'node:events'
import { readdirSync, watch } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { answer, refusal, Tap } from '../kit/download/answers.ts'
import { Guarded } from '../kit/download/guarded.ts'
import { Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { type Answer, isBlob, Relay } from '../kit/download/relay.ts'
import { configOf } from '../kit/image/repository.ts'
import { tarball } from '../kit/image/tarball.ts'

const registry = sharedRegistry()
let image: PutImage
beforeAll(async () => {
  const layers = [300_000, 10_000, 200_000, 50_000, 400_000, 1000].map(freshLayer)
  image = await putImage(registry.address, 'img', layers)
})

/** A registry of which so many bytes come, and then no more. */
async function startTapped() {
  const relay = await Relay.start(registry.address)
  return {
    relay,
    letThrough(length: number): Tap {
      const tap = new Tap(length)
      relay.conduct = async ({ path }, pass) => {
        const whole = await pass()
        return isBlob(path) ? tap.through(whole) : whole
      }
      return tap
    },
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  }
}

test('killed again and again, a pull loses nothing of what has come, and keeps nothing that is wrong', async () => {
  using home = new Home()
  await using tapped = await startTapped()
  const { relay } = tapped
  const points = [1, 200, 1000, 60_000, 65_536, 200_000, 310_000, 450_000, 600_000, 700_000, 900_000]
  for (const point of [...points, image.size - 1]) {
    const { ran } = tapped.letThrough(point - relay.sent)
    const pull = home.start(`${relay.address}/img`)
    await ran
    await home.receives(image.digests, point)
    pull.kill('SIGKILL')
    await pull.ended
    // Which are hashed, each of them.
    home.blobs()
    expect(home.received(image.digests)).toBe(point)
  }
  relay.conduct = (_, pass) => pass()
  expect(await home.pull(`${relay.address}/img`)).toEqual(pulled)
  expect(home.blobs()).toEqual([image.manifest.digest, ...image.digests].sort())
  expect(home.partials()).toEqual([])
  expect(relay.sent).toBe(image.size)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a download in good order', async (signal) => {
  using home = new Home()
  await using tapped = await startTapped()
  const { relay } = tapped
  const { ran } = tapped.letThrough(500_000)
  const pull = home.start(`${relay.address}/img`)
  await ran
  await home.receives(image.digests, 500_000)
  pull.kill(signal)
  expect(await pull.ended).toEqual({ exitCode: 130, stderr: '' })
  expect(readdirSync(home.fs)).toEqual([])
  expect(home.received(image.digests)).toBe(500_000)
})

/** Answers after which a pull waits for something, or never comes at all; told when it is so. */
const waits: Record<string, (isSo: () => void, home: Home) => Answer | Promise<Answer>> = {
  manifest(isSo) {
    isSo()
    return new Promise(() => {})
  },
  'time to ask again'(isSo) {
    isSo()
    return refusal(429, 'TOOMANYREQUESTS', 'slow down', { 'retry-after': '15' })
  },
  'program with secrets'(isSo, home) {
    home.program('docker-credential-test', 'touch $HOME/asked; exec sleep 1000')
    home.configure({ credsStore: 'test' })
    watch(home.env.HOME ?? '', (_, name) => name === 'asked' && isSo()).unref()
    return answer(401, { 'www-authenticate': 'Basic realm="give"' })
  },
}
test.each(Object.entries(waits))('SIGINT ends a pull that waits for its %s', async (_, conduct) => {
  using home = new Home()
  const waiting = Promise.withResolvers<void>()
  await using relay = await Relay.start(registry.address, () => conduct(waiting.resolve, home))
  const pull = home.start(`${relay.address}/img`)
  await waiting.promise
  const told = performance.now()
  pull.kill('SIGINT')
  expect(await pull.ended).toEqual({ exitCode: 130, stderr: '' })
  expect(performance.now() - told).toBeLessThan(10_000)
})

test('SIGINT ends a pull that waits for its token', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  const asked = Promise.withResolvers<void>()
  tokens.interfere = () => {
    asked.resolve()
    return true
  }
  const pull = home.start(`${address}/public/img`)
  await asked.promise
  pull.kill('SIGINT')
  expect(await pull.ended).toEqual({ exitCode: 130, stderr: '' })
})

test.runIf(process.getuid?.() === 0)('SIGINT while it unpacks leaves nothing unfinished', async () => {
  using home = new Home()
  const content = tarball([{ path: 'zeros', content: Buffer.alloc(200_000_000) }])
  await putImage(registry.address, 'large', [gzipSync(content, { level: 1 })], { config: configOf(content) })
  const watcher = watch(home.fs)
  const begun = once(watcher, 'change')
  const pull = home.start(`${registry.address}/large`)
  await begun
  watcher.close()
  expect(readdirSync(home.fs)).toEqual([expect.stringMatching(/^\.pull-/)])
  pull.kill('SIGINT')
  expect(await pull.ended).toEqual({ exitCode: 130, stderr: '' })
  expect(readdirSync(home.fs)).toEqual([])
})
