import { sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { makeCertificate } from './certificate.ts'

/** A request for a token. */
export interface Wanted {
  method: string
  authorization: string | undefined
  /** The query, or the form. */
  parameters: Record<string, string>
}

/** What the token server answers instead of a token. */
export type Interference = (response: ServerResponse, wanted: Wanted) => boolean

const SERVICE = 'registry.test'
const ISSUER = 'tokens.test'

/**
 * Gives out the tokens that a registry asks for. Everybody may pull what is called `public/…`, and whoever is known here
 * all else.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 * @see https://distribution.github.io/distribution/spec/auth/oauth/
 */
export class TokenServer implements AsyncDisposable {
  readonly #certificate = makeCertificate(ISSUER)
  readonly #server: Server
  readonly wanted: Wanted[] = []
  /** Names with their passwords. */
  readonly accounts: Record<string, string> = {}
  /** What `docker login` is given in exchange for a password. */
  readonly identityTokens: string[] = []
  /** Answers itself, and says whether it did. */
  interfere: Interference = () => false

  private constructor() {
    this.#server = createServer((incoming, response) => this.#answer(incoming, response))
  }

  static async start(): Promise<TokenServer> {
    const tokens = new TokenServer()
    await once(tokens.#server.listen(0, '127.0.0.1'), 'listening')
    return tokens
  }

  get address(): string {
    return `localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** Of the key that it signs with, as the registry wants it. */
  get certificate(): string {
    return this.#certificate.certificate
  }

  /** What a registry needs to be told to ask for its tokens. */
  settings(certificateFile: string): object {
    const realm = `http://${this.address}/token`
    return { token: { realm, service: SERVICE, issuer: ISSUER, rootcertbundle: certificateFile } }
  }

  /** The challenge of such a registry. */
  challenge(repository: string): string {
    return `Bearer realm="http://${this.address}/token",service="${SERVICE}",scope="repository:${repository}:pull"`
  }

  /**
   * A token for pulling an image.
   *
   * @param issued - when, in seconds from now; it is good for five minutes
   */
  token(repository: string, issued = 0): string {
    const now = Math.floor(Date.now() / 1000) + issued
    const header = { typ: 'JWT', alg: 'ES256', x5c: [this.#certificate.x5c] }
    const access = [{ type: 'repository', name: repository, actions: ['pull'] }]
    const times = { nbf: now - 1, iat: now, exp: now + 300 }
    const claims = { iss: ISSUER, sub: '', aud: SERVICE, ...times, jti: crypto.randomUUID(), access }
    const content = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const key = { key: this.#certificate.key, dsaEncoding: 'ieee-p1363' } as const
    return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close')
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming
    const { searchParams } = new URL(url, `http://${this.address}`)
    const form = method === 'POST' ? new URLSearchParams(await text(incoming)) : searchParams
    const wanted = { method, authorization: headers.authorization, parameters: Object.fromEntries(form) }
    this.wanted.push(wanted)
    if (this.interfere(response, wanted)) return
    const [, repository = ''] = wanted.parameters.scope?.split(':') ?? []
    const isKnown = this.#isKnown(wanted)
    if (isKnown === false) {
      response.writeHead(401).end(JSON.stringify({ details: 'incorrect username or password' }))
      return
    }
    // Whoever may not pull is given a token all the same, with which the registry says so.
    const granted = isKnown || repository.startsWith('public/') ? repository : ''
    const name = method === 'POST' ? 'access_token' : 'token'
    response.writeHead(200).end(JSON.stringify({ [name]: this.token(granted), expires_in: 300 }))
  }

  /** undefined: nobody in particular. */
  #isKnown({ method, authorization, parameters }: Wanted): boolean | undefined {
    if (method === 'POST') return this.identityTokens.includes(parameters.refresh_token ?? '')
    const known = Object.entries(this.accounts).map(([name, password]) => basic(name, password))
    return authorization === undefined ? undefined : known.includes(authorization)
  }
}

export const basic = (name: string, password: string) => `Basic ${base64(`${name}:${password}`)}`

/** How a Docker configuration has a name and a password. */
export const base64 = (text: string) => Buffer.from(text).toString('base64')
