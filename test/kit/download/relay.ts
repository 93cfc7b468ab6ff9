import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from './certificate.ts'

/** A request that came, and what was sent in answer. */
export interface Asked {
  method: string
  /** `/v2/img/manifests/latest` */
  path: string
  headers: IncomingHttpHeaders
  /** Of the body of the answer, in bytes. */
  sent: number
}

/** A body that throws breaks the connection. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: AsyncIterable<Buffer> | Iterable<Buffer>
}

/** How a request is answered. `pass` has the registry do it, told these headers too; undefined removes one. */
export type Conduct = (
  asked: Asked,
  pass: (headers?: Record<string, string | undefined>) => Promise<Answer>,
) => Answer | Promise<Answer>

/** Stands between a pull and a registry: passes on what is asked and answered, writes it down, and may misbehave. */
export class Relay implements AsyncDisposable {
  readonly #server: Server
  /** Where the registry listens. */
  readonly #registry: string
  readonly asked: Asked[] = []
  conduct: Conduct

  private constructor(registry: string, conduct: Conduct, secure?: Certificate) {
    this.#registry = registry
    this.conduct = conduct
    const listener = (incoming: IncomingMessage, response: ServerResponse) => this.#answer(incoming, response)
    this.#server = secure
      ? createSecureServer({ cert: secure.certificate, key: secure.privateKey }, listener)
      : createServer(listener)
  }

  /**
   * @param registry - `localhost:41273`
   * @param secure - what it needs for HTTPS, instead of plain HTTP
   */
  static async start(
    registry: string,
    conduct: Conduct = (_, pass) => pass(),
    secure?: Certificate,
  ): Promise<Relay> {
    const relay = new Relay(registry, conduct, secure)
    await once(relay.#server.listen(0, '127.0.0.1'), 'listening')
    return relay
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** `localhost:41274`, a port that the kernel chose. */
  get address(): string {
    return `localhost:${this.port}`
  }

  /** What was asked, in a line each: `HEAD /v2/img/manifests/latest`. */
  get lines(): string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`)
  }

  /** Of the bodies of all blobs, in bytes. */
  get sent(): number {
    return this.asked.reduce((sum, { path, sent }) => sum + (isBlob(path) ? sent : 0), 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close')
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = incoming
    const asked: Asked = { method, path, headers, sent: 0 }
    this.asked.push(asked)
    try {
      const answer = await this.conduct(asked, (changes) => this.#pass(asked, changes))
      response.writeHead(answer.status, answer.headers).flushHeaders()
      for await (const chunk of answer.body) {
        await write(response, chunk)
        asked.sent += chunk.length
      }
      response.end()
    } catch {
      response.destroy()
    }
  }

  async #pass(
    { method, path, headers }: Asked,
    changes: Record<string, string | undefined> = {},
  ): Promise<Answer> {
    const told = Object.entries({ ...headers, ...changes, host: this.#registry })
    const passed = request(`http://${this.#registry}${path}`, {
      method,
      headers: Object.fromEntries(told.filter(([, value]) => value !== undefined)),
      agent: false,
    })
    passed.end()
    const [answer] = (await once(passed, 'response')) as [IncomingMessage]
    const { connection: _, ...kept } = answer.headers
    return { status: answer.statusCode ?? 0, headers: kept as Record<string, string>, body: answer }
  }
}

export const isBlob = (path: string) => path.includes('/blobs/')

/** Done when the kernel has it: what follows, though it be the end of the connection, follows that. */
function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}
