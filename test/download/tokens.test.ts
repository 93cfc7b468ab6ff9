import { beforeAll, expect, test } from 'vitest'
import { answer, redirect } from '../kit/download/answers.ts'
import { Guarded } from '../kit/download/guarded.ts'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, type PutImage, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { isBlob, Relay } from '../kit/download/relay.ts'
import { base64, basic } from '../kit/download/token-server.ts'

const registry = sharedRegistry()
let image: PutImage
beforeAll(async () => {
  const layers = Array.from({ length: 6 }, () => freshLayer(100_000))
  image = await putImage(registry.address, 'public/img', layers)
  await putImage(registry.address, 'private/img', layers)
})

const login = { ada: 'pass:word', grace: 'other' }
/** What `docker login` leaves. */
const auths = (address: string, auth: object) => ({ auths: { [address]: auth } })

test('without a login a pull takes one token, which nobody has to pay for', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens, relay } = guarded
  expect(await home.pull(`${address}/public/img`)).toEqual(pulled)
  expect(tokens.wanted).toEqual([
    {
      method: 'GET',
      authorization: undefined,
      parameters: { service: 'registry.test', scope: 'repository:public/img:pull' },
    },
  ])
  expect(relay.asked.filter(({ headers }) => headers.authorization === undefined)).toHaveLength(1)
  expect(relay.sent).toBe(image.size)
})

test('with a name and a password, which only the token server is told', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens, relay } = guarded
  Object.assign(tokens.accounts, login)
  home.configure(auths(address, { auth: base64('ada:pass:word') }))
  expect(await home.pull(`${address}/private/img`)).toEqual(pulled)
  expect(tokens.wanted.map(({ authorization }) => authorization)).toEqual([basic('ada', 'pass:word')])
  const [first, ...others] = relay.asked.map(({ headers }) => headers.authorization)
  expect(first).toBeUndefined()
  expect(new Set(others.map((sent) => sent?.split(' ')[0]))).toEqual(new Set(['Bearer']))
})

test('with an identity token, which is exchanged', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  tokens.identityTokens.push('identity')
  home.configure(auths(address, { auth: base64('ada:'), identitytoken: 'identity' }))
  expect(await home.pull(`${address}/private/img`)).toEqual(pulled)
  expect(tokens.wanted).toEqual([
    {
      method: 'POST',
      authorization: undefined,
      parameters: {
        grant_type: 'refresh_token',
        refresh_token: 'identity',
        client_id: 'drydock',
        service: 'registry.test',
        scope: 'repository:private/img:pull',
      },
    },
  ])
})

test('a wrong password', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  Object.assign(tokens.accounts, login)
  home.configure(auths(address, { auth: base64('ada:wrong') }))
  expect(await home.pull(`${address}/private/img`)).toEqual(
    failed(
      `${tokens.address} does not give out a token for repository:private/img:pull (HTTP 401).`,
      `${tokens.address} says: incorrect username or password`,
      'There is no such image, or it is private, or what `docker login` left has expired.',
      `Next: see whether the name is right, or docker login ${address}`,
    ),
  )
  expect(tokens.wanted).toHaveLength(1)
})

test('nobody in particular, and the image is private', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  expect(await home.pull(`${address}/private/img`)).toEqual(
    failed(
      `${address} does not give out ${address}/private/img (HTTP 401).`,
      `${address} says: UNAUTHORIZED: authentication required`,
      'There is no such image, or it is private, or what `docker login` left has expired.',
      `Next: see whether the name is right, or docker login ${address}`,
    ),
  )
  expect(tokens.wanted).toHaveLength(1)
})

test('a token that expires while blobs come is taken anew, once', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens, relay } = guarded
  const expired = `Bearer ${tokens.token('public/img', -3600)}`
  // To the registry the first one is an hour old by the time of the third blob.
  relay.conduct = ({ path, headers }, pass) => {
    const isLate = relay.lines.filter(isBlob).length > 2
    const isFirst = headers.authorization === relay.asked[1]?.headers.authorization
    return pass(isBlob(path) && isLate && isFirst ? { authorization: expired } : {})
  }
  expect(await home.pull(`${address}/public/img`)).toEqual(pulled)
  expect(tokens.wanted).toHaveLength(2)
  expect(relay.sent).toBeGreaterThan(image.size)
  expect(home.received(image.digests)).toBe(image.size)
})

test('credentials are not taken along to where blobs are kept', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  await using storage = await Relay.start(registry.address)
  const { address, tokens, relay } = guarded
  Object.assign(tokens.accounts, login)
  home.configure(auths(address, { auth: base64('ada:pass:word') }))
  relay.conduct = ({ path }, pass) => (isBlob(path) ? redirect(`http://${storage.address}${path}`) : pass())
  expect(await home.pull(`${address}/private/img`)).toEqual(pulled)
  expect(storage.sent).toBe(image.size)
  for (const { headers } of storage.asked) expect(Object.keys(headers)).not.toContain('authorization')
})

test('an identity token does not follow where a token server redirects to', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  await using elsewhere = await Relay.start(registry.address, () => answer(404))
  const { address, tokens } = guarded
  tokens.interfere = (response) => {
    response.writeHead(307, { location: `http://${elsewhere.address}/token` }).end()
    return true
  }
  home.configure(auths(address, { identitytoken: 'identity' }))
  expect((await home.pull(`${address}/private/img`)).exitCode).toBe(125)
  expect(elsewhere.asked.filter(({ method }) => method !== 'GET')).toEqual([])
})

test.each([['is on the network, without encryption', 'http://0.0.0.0:9/token', 'http://0.0.0.0:9/token?…']])(
  'a token server that %s is not asked',
  async (_, realm) => {
    using home = new Home()
    await using relay = await Relay.start(registry.address, () =>
      answer(401, { 'www-authenticate': `Bearer realm="${realm}"` }),
    )
    expect(await home.pull(`${relay.address}/public/img`)).toEqual(
      failed(
        `${realm} was to be asked without encryption.`,
        'Plain HTTP is only for registries on this machine, and for a mirror that you name yourself.',
      ),
    )
  },
)

test.each([[''], ['Negotiate'], ['Bearer'], ['Bearer realm="/token"'], ['Bearer realm="']])(
  'nobody can answer the challenge %j',
  async (challenge) => {
    using home = new Home()
    await using relay = await Relay.start(registry.address, () =>
      answer(401, { 'www-authenticate': challenge }),
    )
    expect(await home.pull(`${relay.address}/public/img`)).toEqual(
      failed(
        `${relay.address} asks for a token in a way that nobody can answer.`,
        'It is no registry of version 2.',
      ),
    )
  },
)

test('a token server that is busy is asked again', async () => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  tokens.interfere = (response) => {
    const { length } = tokens.wanted
    if (length === 1) response.writeHead(503).end()
    if (length === 2)
      response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy())
    if (length === 3) response.destroy()
    return length <= 3
  }
  expect(await home.pull(`${address}/public/img`)).toEqual(pulled)
  expect(tokens.wanted).toHaveLength(4)
})

test.each([
  ['a page', '<html>'],
  ['nothing', '{}'],
  ['no text', '{"token":7}'],
  ['without end', ' '.repeat(20_000_000)],
])('a token server that sends %s', async (_, content) => {
  using home = new Home()
  await using guarded = await Guarded.start(registry)
  const { address, tokens } = guarded
  tokens.interfere = (response) => {
    response.writeHead(200).end(content)
    return true
  }
  expect(await home.pull(`${address}/public/img`)).toEqual(
    failed(`${tokens.address} was asked for a token, and sent something else.`),
  )
})
