import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SharedRegistry, startBeside } from './registry.ts'
import { Relay } from './relay.ts'
import { TokenServer } from './token-server.ts'

/** A registry that wants a token, with a relay before it. */
export class Guarded implements AsyncDisposable {
  readonly tokens: TokenServer
  readonly relay: Relay
  readonly #running: AsyncDisposableStack

  private constructor(tokens: TokenServer, relay: Relay, running: AsyncDisposableStack) {
    this.tokens = tokens
    this.relay = relay
    this.#running = running
  }

  /** @param shared - has the images */
  static async start(shared: SharedRegistry): Promise<Guarded> {
    await using started = new AsyncDisposableStack()
    const tokens = started.use(await TokenServer.start())
    const certificate = join(shared.folder, 'tokens.pem')
    writeFileSync(certificate, tokens.certificate)
    const registry = started.use(await startBeside(shared, { auth: tokens.settings(certificate) }))
    const relay = started.use(await Relay.start(registry.address))
    return new Guarded(tokens, relay, started.move())
  }

  /** `localhost:41273` */
  get address(): string {
    return this.relay.address
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#running.disposeAsync()
  }
}
