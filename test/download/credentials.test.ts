import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { redirect } from '../kit/download/answers.ts'
import { Guarded } from '../kit/download/guarded.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry, startBeside } from '../kit/download/registry.ts'
import { isBlob, Relay } from '../kit/download/relay.ts'
import { base64, basic } from '../kit/download/token-server.ts'

const registry = sharedRegistry()
let image: PutImage
beforeAll(async () => {
  image = await putImage(registry.address, 'private/img', [freshLayer(1000)])
})

/** A registry that wants a name and a password, and has those of one account: Ada's `U*U`. */
async function startWithPasswords() {
  const path = join(registry.folder, 'htpasswd')
  // One of the test vectors of bcrypt, which Node cannot compute.
  writeFileSync(path, 'ada:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n')
  return startBeside(registry, { auth: { htpasswd: { realm: 'test', path } } })
}

test('a name and a password for the registry itself, and for nobody else', async () => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  await using storage = await Relay.start(registry.address)
  await using relay = await Relay.start(guarded.address, ({ path }, pass) =>
    isBlob(path) ? redirect(`http://${storage.address}${path}`) : pass(),
  )
  home.configure({ auths: { [relay.address]: { auth: base64('ada:U*U') } } })
  expect(await home.pull(`${relay.address}/private/img`)).toEqual(pulled)
  expect(relay.asked.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    ...Array(1 + image.blobs.length).fill(basic('ada', 'U*U')),
  ])
  expect(storage.asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
})

test('a wrong password for the registry itself, and none', async () => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  const { address } = guarded
  expect(await home.pull(`${address}/private/img`)).toEqual(
    failed(
      `${address} wants a name and a password, and there are none for it.`,
      `Next: docker login ${address}`,
    ),
  )
  home.configure({ auths: { [address]: { auth: base64('ada:wrong') } } })
  expect(await home.pull(`${address}/private/img`)).toEqual(
    failed(
      `${address} does not give out ${address}/private/img (HTTP 401).`,
      `${address} says: UNAUTHORIZED: authentication required`,
      'There is no such image, or it is private, or what `docker login` left has expired.',
      `Next: see whether the name is right, or docker login ${address}`,
    ),
  )
})

/** By what the configuration may call a registry. */
const keys: [string, (address: string) => string][] = [
  ['address', (address) => address],
  ['URL', (address) => `http://${address}`],
  ['URL of version 2', (address) => `https://${address}/v2/`],
]
test.each(keys)('a login that is kept under the registry’s %s', async (_, key) => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  const { address } = guarded
  const others = { 'https://index.docker.io/v1/': { auth: base64('other:other') }, [`x${address}`]: {} }
  home.configure({ auths: { ...others, [key(address)]: { auth: base64('ada:U*U') } } })
  expect(await home.pull(`${address}/private/img`)).toEqual(pulled)
})

test('a login to another registry stays there', async () => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  await using relay = await Relay.start(guarded.address)
  home.configure({ auths: { [guarded.address]: { auth: base64('ada:U*U') } } })
  expect((await home.pull(`${relay.address}/private/img`)).stderr).toContain('there are none for it')
  expect(relay.asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
})

test.each<[string, (address: string) => object]>([
  ['one registry', (address) => ({ credHelpers: { [address]: 'test' }, credsStore: 'other' })],
  ['all registries', (address) => ({ credsStore: 'test', auths: { [address]: {} } })],
])('a program that keeps the secrets of %s', async (_, config) => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  const { address } = guarded
  home.configure(config(address))
  home.program(
    'docker-credential-test',
    `echo "$1 $(cat)" >$HOME/asked; echo '{"ServerURL":"x","Username":"ada","Secret":"U*U"}'`,
  )
  expect(await home.pull(`${address}/private/img`)).toEqual(pulled)
  expect(readFileSync(join(home.env.HOME ?? '', 'asked'), 'utf8')).toBe(`get ${address}\n`)
})

test('a program that keeps an identity token', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  tokens.identityTokens.push('identity')
  home.configure({ credsStore: 'test' })
  home.program('docker-credential-test', `echo '{"Username":"<token>","Secret":"identity"}'`)
  expect(await home.pull(`${address}/private/img`)).toEqual(pulled)
  expect(tokens.wanted.map(({ method }) => method)).toEqual(['POST'])
})

test.each<[string, string | undefined]>([
  ['is not there', undefined],
  ['has nothing', 'echo credentials not found in native keychain; exit 1'],
  ['is broken', 'echo {'],
  ['says something else', 'echo null'],
  ['reads nothing', 'exec <&-; echo; exit 1'],
])('a program that %s is as no login', async (_, script) => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  await putImage(registry.address, 'public/img', [freshLayer(100)])
  home.configure({ credsStore: 'test' })
  if (script !== undefined) home.program('docker-credential-test', script)
  expect(await home.pull(`${address}/public/img`)).toEqual(pulled)
  expect(tokens.wanted.map(({ authorization }) => authorization)).toEqual([undefined])
})

test('nobody is asked for secrets that nobody wants', async () => {
  using home = new Home()
  home.configure({ credsStore: 'test' })
  home.program('docker-credential-test', 'touch $HOME/asked; exec sleep 1000')
  expect(await home.pull(`${registry.address}/private/img`)).toEqual(pulled)
  expect(() => readFileSync(join(home.env.HOME ?? '', 'asked'))).toThrow('ENOENT')
})

test('a configuration of Docker’s that is broken is said where it is needed', async () => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  const { address } = guarded
  home.configure('{ auths')
  const file = join(home.env.DOCKER_CONFIG ?? '', 'config.json')
  expect(await home.pull(`${registry.address}/private/img`)).toEqual(pulled)
  expect(await home.pull(`${address}/private/img`)).toEqual(
    failed(
      `Docker’s configuration ${file} cannot be read: it is no JSON.`,
      'Next: mend it, or DOCKER_CONFIG=/tmp',
    ),
  )
})

test.runIf(process.getuid?.() !== 0)('a configuration of Docker’s that is another’s', async () => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  home.configure({})
  chmodSync(join(home.env.DOCKER_CONFIG ?? '', 'config.json'), 0)
  expect((await home.pull(`${guarded.address}/private/img`)).stderr).toContain('cannot be read: EACCES.')
})

test.each<[string, unknown]>([
  ['a list', []],
  ['auths that are null', { auths: null, credHelpers: null }],
  ['an entry that is null', { auths: { 'x.example': null } }],
  ['an entry that is a text', { auths: 'x' }],
])('a configuration of Docker’s with %s has no login', async (_, config) => {
  using home = new Home()
  await using guarded = await startWithPasswords()
  const { address } = guarded
  home.configure(JSON.stringify(config))
  expect((await home.pull(`${address}/private/img`)).stderr).toContain('there are none for it')
})
