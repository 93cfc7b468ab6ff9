import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { dirname } from 'node:path'
import { pathInRoot } from '#provided/path-in-root.ts'
import { CLONE_NEWNET } from '#provided/syscalls/namespaces.ts'
import type { Heard, World } from '../../machine/network.ts'
import type { Berth } from '../berth.ts'
import { inNamespacesNamed, inNewNamespaces } from '../namespaces.ts'
import { tool } from '../tools.ts'
import { answerTo, questionIn } from './dns.ts'

/** Names of the cable's two ends. */
const [ours, theirs] = ['cable', 'outside0']

/**
 * The world outside of a berth: a network namespace at the other end of a cable, of which the berth knows no more than a
 * machine knows of its provider. Whoever sends something there is written down with the address that it came from.
 *
 * A socket belongs to the namespace in which it was made, whatever its thread does later: the judge serves both.
 */
export class Outside {
  readonly heard: Heard[] = []
  readonly #news = new EventEmitter()
  readonly #namespace: number
  readonly #servers: { http: Server; dns: Socket }

  constructor(berth: Berth, world: World) {
    const [namespace, servers] = inNewNamespaces(CLONE_NEWNET, () => {
      const ip = (...args: string[]) => tool('ip', args)
      ip('link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs, 'netns', String(berth.init))
      ip('address', 'add', `${world.gateway}/24`, 'dev', ours)
      for (const address of [world.server, ...Object.values(world.names)])
        ip('address', 'add', `${address}/32`, 'dev', 'lo')
      ip('link', 'set', 'lo', 'up')
      ip('link', 'set', ours, 'up')
      // No reverse path filter: what comes from where no route leads back to must be heard too.
      for (const link of ['all', ours]) writeFileSync(`/proc/sys/net/ipv4/conf/${link}/rp_filter`, '0')
      return [openSync('/proc/thread-self/ns/net', 'r'), this.#serve(world)] as const
    })
    this.#namespace = namespace
    this.#servers = servers
    inNamespacesNamed(['net'], berth.init, () => connectTo(world))
    for (const [path, text] of Object.entries(world.files)) {
      const file = pathInRoot(`/proc/${berth.init}/root`, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }

  /** Fulfilled when all these words were heard. */
  async hasHeard(words: string[]): Promise<void> {
    const isMissing = (word: string) => !this.heard.some((each) => each.word === word)
    while (words.some(isMissing)) await once(this.#news, 'heard')
  }

  close(): void {
    const { http, dns } = this.#servers
    http.close()
    http.closeAllConnections()
    dns.close()
    closeSync(this.#namespace)
  }

  #hear(news: Heard): void {
    this.heard.push(news)
    this.#news.emit('heard')
  }

  #serve({ server, names }: World): { http: Server; dns: Socket } {
    const http = createServer((request, response) => {
      const from = request.socket.remoteAddress?.replace('::ffff:', '') ?? ''
      this.#hear({ by: 'http', from, word: request.url?.slice(1) ?? '' })
      response.end()
    })
    // Without a host it listens at once, and so in this namespace.
    http.listen(80)

    // The same with an address: what is not looked up needs no other thread.
    const lookup = (host: string, _: unknown, done: (error: null, host: string, family: number) => void) =>
      done(null, host, 4)
    const dns = createSocket({ type: 'udp4', lookup: lookup as never })
    dns.on('message', (message: Buffer, { address, port }: RemoteInfo) => {
      const question = questionIn(message)
      if (!question) return
      this.#hear({ by: 'dns', from: address, word: question.name })
      dns.send(answerTo(question, names[question.name] ?? null), port, address, () => {})
    })
    // From the address that was asked, or nobody takes it for an answer.
    dns.bind(53, server)
    return { http, dns }
  }
}

/** The berth's side, as of a machine that does not forward, and whose packet filter has rules of somebody else. */
function connectTo({ berth, gateway, networks, rules }: World): void {
  const ip = (...args: string[]) => tool('ip', args)
  ip('address', 'add', `${berth}/24`, 'dev', theirs)
  ip('link', 'set', 'lo', 'up')
  ip('link', 'set', theirs, 'up')
  for (const network of ['default', ...networks]) ip('route', 'add', network, 'via', gateway)
  // Most machines have an eth0, so that a link which is made here before it is moved cannot be called that.
  ip('link', 'add', 'eth0', 'type', 'bridge')
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '0')
  tool('nft', ['--file', '-'], rules.join('\n'))
}
