import { document, refusal } from './answers.ts'
import { makeCertificate } from './certificate.ts'
import { Home } from './home.ts'
import type { SharedRegistry } from './registry.ts'
import { Relay } from './relay.ts'
import { WebProxy } from './web-proxy.ts'

/** What passes for Docker Hub, where the only way to it is by our proxy. */
export class Hub implements AsyncDisposable {
  readonly relay: Relay
  readonly proxy: WebProxy
  readonly #certificate: string
  readonly #running: AsyncDisposableStack

  private constructor(relay: Relay, proxy: WebProxy, certificate: string, running: AsyncDisposableStack) {
    this.relay = relay
    this.proxy = proxy
    this.#certificate = certificate
    this.#running = running
  }

  /** @param others - what else there is on that network: `mirror.example:5000`, and the port of this machine */
  static async start(shared: SharedRegistry, others: Record<string, number> = {}): Promise<Hub> {
    await using started = new AsyncDisposableStack()
    const hosts = ['registry-1.docker.io', 'auth.docker.io', 'mirror.example']
    const secure = makeCertificate(...hosts)
    const challenge = 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"'
    const conduct: Relay['conduct'] = ({ path, headers }, pass) => {
      if (path.startsWith('/token')) return document({ token: 'token' }, 'application/json')
      if (headers.authorization === 'Bearer token') return pass({ authorization: undefined })
      return refusal(401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': challenge })
    }
    const relay = started.use(await Relay.start(shared.address, conduct, secure))
    const ports = Object.fromEntries(hosts.map((host) => [`${host}:443`, relay.port]))
    const proxy = started.use(await WebProxy.start({ ...ports, ...others }))
    return new Hub(relay, proxy, secure.certificate, started.move())
  }

  /** Somebody with this hub, and with these mirrors of it. */
  home(...mirrors: string[]): Home {
    const proxy = `http://${this.proxy.address}`
    const home = new Home({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, DRYDOCK_MIRROR: mirrors.join(',') })
    home.trust(this.#certificate)
    return home
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#running.disposeAsync()
  }
}
