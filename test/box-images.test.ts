import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCache } from '../lab/cache.ts'
import { ensurePackages } from '../lab/packages/packages.ts'
import { type Registry, startRegistry } from './kit/image/registry.ts'
import { configOf, Repository } from './kit/image/repository.ts'
import { tarball } from './kit/image/tarball.ts'
import { imagePackages } from './kit/image/tools.ts'
import { temporaryFolder } from './kit/project.ts'
import { run } from './kit/run.ts'

const folder = temporaryFolder()
/** A store of images that is the test's own, beside the lab that is everybody's. */
const cache = join(folder.path, 'cache')
let registry: Registry
let image: string

beforeAll(async () => {
  const lab = await openCache()
  mkdirSync(join(cache, 'drydock'), { recursive: true })
  symlinkSync(lab, join(cache, 'drydock/lab'))
  const { root } = await imagePackages(() => {})
  registry = await startRegistry(root, folder.path, join(folder.path, 'registry'))
  image = `${registry.address}/user/talker:1`
  await putTalker(lab)
})
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]()
  folder.remove()
})

/** An image that says how it was started, in two layers. */
async function putTalker(lab: string) {
  const { guest } = await ensurePackages({ cache: lab, onProgress: () => {} })
  const busybox = readFileSync(join(guest, 'bin/busybox'))
  const talk = '#!/bin/sh\necho "$0" "$@" in "$PWD" as "$WHO" "$(id -u)"\n'
  const layers = [
    tarball([
      { path: 'bin/busybox', content: busybox, mode: 0o755 },
      ...['sh', 'id', 'cat'].map((name) => ({
        path: `bin/${name}`,
        type: 'symlink' as const,
        link: 'busybox',
      })),
      { path: 'etc/motd', content: 'old' },
    ]),
    tarball([{ path: 'bin/talk', content: talk, mode: 0o755 }, { path: 'etc/.wh.motd' }]),
  ]
  const config = {
    Entrypoint: ['talk'],
    Cmd: ['by', 'itself'],
    Env: ['WHO=the image', 'PATH=/bin'],
    WorkingDir: '/work',
  }
  const tag = { tag: '1' }
  const contents = layers.map((content) => ({ content }))
  await new Repository(registry.address, 'user/talker').putImage(
    { ...configOf(...layers), config },
    contents,
    tag,
  )
}

const box = (...args: string[]) => boxOf('04', ...args)
const boxOf = (step: string, ...args: string[]) => boxWith({}, step, ...args)
const boxWith = (env: Record<string, string>, step: string, ...args: string[]) =>
  run('grader/box/main.ts', [step, 'solution', ...args], { env: { XDG_CACHE_HOME: cache, ...env } })

test('an image that was not pulled cannot be run, and it says how to pull it', async () => {
  const { exitCode, stderr } = await box('run', image, 'true')
  expect(exitCode).toBe(125)
  expect(stderr).toContain(`There is no image ${image}`)
  expect(stderr).toContain(`Next: npm run box 04 pull ${image}`)
})

test('pull fetches it, once', async () => {
  const first = await box('pull', image)
  expect(first).toMatchObject({ exitCode: 0 })
  expect(first.stdout).toMatch(
    /^localhost:\d+\/user\/talker:1: 2 layers, [\d.]+ MB, [\d.]+ s, sha256:[0-9a-f]{64}$/,
  )
  const { exitCode, stdout, stderr } = await box('pull', image)
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: `${image} is up to date: ${first.stdout.split(' ').at(-1)}`,
    stderr: '',
  })
})

test('run starts what the image says, or what it is told to, as the image says', async () => {
  expect(await box('run', image)).toMatchObject({
    exitCode: 0,
    stdout: '/bin/talk by itself in /work as the image 0',
    stderr: '',
  })
  expect(await box('run', image, 'to', 'you')).toMatchObject({
    exitCode: 0,
    stdout: '/bin/talk to you in /work as the image 0',
  })
})

test('from step 08 on it is laid out in layers, of what is there already, and runs the same', async () => {
  const { exitCode, stdout, stderr } = await boxOf('08', 'pull', image)
  expect(stdout, stderr).toMatch(/: 2 layers, /)
  expect(exitCode).toBe(0)
  expect(await boxOf('08', 'run', image)).toMatchObject({
    exitCode: 0,
    stdout: '/bin/talk by itself in /work as the image 0',
    stderr: '',
  })
})

test('without a lab the image is not unpacked, and it says what is missing', async () => {
  const { exitCode, stdout, stderr } = await boxWith({ PATH: '/nowhere' }, '04', 'pull', image)
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
  expect(stderr).toMatch(/^setpriv is not on this machine’s PATH, .*\n.*: sudo apt-get install util-linux$/)
})

test('an image that does not exist is told of in words, and nothing is started', async () => {
  const { exitCode, stdout, stderr } = await box('pull', `${registry.address}/user/nobody`)
  expect({ exitCode, stdout }).toEqual({ exitCode: 125, stdout: '' })
  expect(stderr).toMatch(/has no .*user\/nobody \(HTTP 404\)\.\n/)
})
