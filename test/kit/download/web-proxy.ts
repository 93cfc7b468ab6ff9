import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** Connects to whom it is asked for, or rather to whom it takes them for, and writes down who that was. */
export class WebProxy implements AsyncDisposable {
  readonly #server: Server
  readonly #tunnels = new Set<Duplex>()
  /** By what is asked for, `registry.example:443`, a port of this machine. All others there are not. */
  readonly #ports: Record<string, number>
  readonly asked: string[] = []
  /** Who it was asked by. */
  readonly authorizations: (string | undefined)[] = []

  private constructor(ports: Record<string, number>) {
    this.#ports = ports
    this.#server = createServer((incoming, response) => {
      this.#note(incoming)
      response.writeHead(502).end()
    })
    this.#server.on('connect', (incoming, socket) => this.#tunnel(incoming, socket))
  }

  static async start(ports: Record<string, number> = {}): Promise<WebProxy> {
    const proxy = new WebProxy(ports)
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening')
    return proxy
  }

  /** `localhost:41273` */
  get address(): string {
    return `localhost:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server.close(), 'close')
    this.#server.closeAllConnections()
    for (const socket of this.#tunnels) socket.destroy()
    await closed
  }

  #note({ url = '', headers }: IncomingMessage): void {
    this.asked.push(url)
    this.authorizations.push(headers['proxy-authorization'])
  }

  #tunnel(incoming: IncomingMessage, client: Duplex): void {
    this.#note(incoming)
    const port = this.#ports[incoming.url ?? '']
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    const server = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#tunnels.add(one)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    client.pipe(server).pipe(client)
  }
}
