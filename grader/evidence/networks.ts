import { randomInt } from 'node:crypto'
import type { Ended, Heard, Network, Process, Sighting } from '../machine/machine.ts'
import { theMachine } from '../machine/open.ts'
import { environment, failOn } from '../verdict/outcome.ts'
import { openPlace, type Running } from './berth.ts'
import { cablesOf } from './cable.ts'
import { nonce } from './command.ts'
import { complaint } from './complaint.ts'
import { failStart } from './failed-at.ts'
import { once } from './once.ts'
import { image, places, world } from './world.ts'

// Two containers at the same time, in two acts: held alive while they talk to the world outside; ended, the first by
// itself and the second by the death of its parent, after which a third one comes and goes.

/** The machine's links and rules, as they were at some moment. */
export interface MachineNetwork extends Network {
  rules: string[]
}

const place = once(async () => {
  const { facts } = await theMachine()
  const lacks = facts.lacks.filter((name) => ['ip', 'nft'].includes(name))
  if (lacks.length > 0)
    environment({
      message: `This machine lacks ${lacks.join(' and ')}. Next: apt-get install iproute2 nftables`,
    })
  const opened = await openPlace({ image })
  const { machine, berth } = opened
  await machine.connect({ berth, world })
  const look = async (): Promise<MachineNetwork> => ({
    ...(await machine.network({ berth })),
    rules: await machine.rules({ berth }),
  })
  return { ...opened, look, before: await look() }
})

/** For how long the world outside is listened to, ms. Only what never comes is waited for so long. */
const patience = 6_000

/** The same where all that is in the way by now is a busy machine. */
const muchPatience = 30_000

/** What a container tells the world outside, each in a way of its own. */
interface Words {
  /** The question of a datagram: it needs nobody to know a way back. */
  datagram: string
  /** The request of a connection. */
  connection: string
  /** The request of a connection to a name that only the world's resolver knows. */
  name: string
  byName: string
}

interface Container {
  running: Running
  argv: string[]
  words: Words
  sighting: Sighting
}

/** The first thing that its command does is to talk, and then it does what it is told. */
async function begin(name: string): Promise<Container> {
  const { start } = await place()
  const words = { datagram: `${nonce()}.test`, connection: nonce(), name, byName: nonce() }
  const talk = [
    `(nslookup -type=a ${words.datagram} ${world.server} &)`,
    `(${request(world.server, words.connection)} &)`,
    `(${request(`$(${addressOf(name)})`, words.byName)} &)`,
  ].join('; ')
  const shell = `{ ${talk}; } >/dev/null 2>&1; while read -r line; do eval "$line"; done; exit ${randomInt(3, 100)}`
  const argv = ['/bin/sh', '-c', shell, nonce()]
  const running = await start('07-network', ['run', 'busybox', ...argv])
  return { running, argv, words, sighting: await running.sighted(argv) }
}

/** Busybox, being one static program, finds names by itself with nslookup only: the C library has no part in it. */
const request = (address: string, word: string) =>
  `printf 'GET /${word} HTTP/1.0\\r\\n\\r\\n' | nc -w 5 ${address} 80`
const addressOf = (name: string) => `nslookup -type=a ${name} | sed -n 's/^Address: //p'`

const containers = once(async () => {
  const { machine, berth } = await place()
  await machine.gate({ berth })
  return Promise.all(Object.keys(world.names).map(begin))
})

/** A container that was held alive. */
export interface Seen {
  process: Process | null
  words: Words
  network: Network | null
  /** The file that names its resolvers, as it finds it. */
  resolvers: string | null
}

export interface Held {
  seen: Seen[]
  before: MachineNetwork
  during: MachineNetwork
  heard: Heard[]
}

export const held = once(async (): Promise<Held> => {
  const { machine, berth, look, before } = await place()
  const started = await containers()
  await machine.settle({ berth })
  const seen = await Promise.all(
    started.map(async ({ sighting: { process }, words }): Promise<Seen> => {
      const pid = process?.pid
      if (pid === undefined) return { process, words, network: null, resolvers: null }
      const resolvers = await machine.read({ pid, from: 'root', path: places.inside })
      return { process, words, network: await machine.network({ pid }), resolvers }
    }),
  )
  const words = started.flatMap(({ words: { datagram, connection } }) => [datagram, connection])
  return { seen, before, during: await look(), heard: await listen(words) }
})

async function listen(words: string[], timeout = patience): Promise<Heard[]> {
  const { machine, berth } = await place()
  return machine.heard({ berth, words, timeout })
}

/** Has a container talk once more, and listens until that is heard. */
async function speak({ running }: Container): Promise<{ isHeard: boolean; heard: Heard[] }> {
  const word = nonce()
  await running.write(`${request(world.server, word)}\n`)
  const heard = await listen([word])
  return { isHeard: heard.some((each) => each.word === word), heard }
}

/** A first word was not heard: is another one, that comes later? */
export async function later(index: number) {
  const container = (await containers())[index]
  if (!container) throw new Error(`There is no container ${index}`)
  return speak(container)
}

/** Whether a request of ours gets through from the network of each: what its command says could be said elsewhere. */
export const ownRequests = once(async (): Promise<boolean[]> => {
  const { machine } = await place()
  const { seen } = await held()
  const sent = await Promise.all(
    seen.map(async ({ process }) => {
      const word = nonce()
      if (process) await machine.request({ pid: process.pid, address: world.server, word })
      return word
    }),
  )
  const heard = await listen(sent)
  return sent.map((word) => heard.some((each) => each.word === word && each.from === world.berth))
})

/** What was heard after everybody had the time to look up a name. */
export const heardByName = once(async () => {
  const started = await containers()
  return listen(
    started.map(({ words }) => words.byName),
    muchPatience,
  )
})

/** The files that name resolvers, those of the image and of the machine, while containers run. */
export const files = once(async () => {
  const { machine, berth } = await place()
  const read = async (path: string) => ({ path, text: await machine.read({ berth, path }) })
  return {
    image: await Promise.all([places.image, '/fs/busybox/rootfs/etc/resolv.conf'].map(read)),
    machine: await Promise.all(places.machine.map(read)),
  }
})

/** How both containers ended by themselves, where one of them was never seen. */
export const ends = once(async (): Promise<Ended[]> => {
  const started = await containers()
  return Promise.all(
    started.map(async ({ running }) => {
      await running.write(null)
      return running.ended()
    }),
  )
})

/**
 * Both containers, held alive.
 *
 * @param todo on whose behalf they are asked for
 */
export async function heldFor(todo: string): Promise<Held> {
  const evidence = await held()
  if (evidence.seen.every(({ process }) => process !== null)) return evidence
  const why = { expected: 'two containers that run at the same time', found: 'one that did not start' }
  const both = await ends()
  const lacksEnd = both.some(({ stderr }) => /nsenter [^\n]*\n[^\n]*Cannot find device/.test(stderr))
  // The end that the container was to have is not there, wherever that shows first.
  if (lacksEnd) failOn('7.1', todo, { ...why, ...complaint(both) })
  failStart(todo, both, why)
}

export interface Left {
  /** How the first container ended by itself. */
  first: Ended
  /** When the first container had ended, and the second still ran. */
  between: MachineNetwork
  /** Was the second one heard then? */
  isConnected: boolean
  third: Ended
  before: MachineNetwork
  /** When all three had ended. */
  after: MachineNetwork
}

export const ended = once(async (): Promise<Left> => {
  const { machine, berth, start, look, before, close } = await place()
  const { seen, during } = await held()
  const [one, second] = await containers()
  if (!one || !second) throw new Error('Two containers were started')
  await one.running.write(null)
  const first = await one.running.ended()
  await gone(linksOf(seen[0], during))
  // What it leaves behind to tidy up may need a moment.
  await machine.settle({ berth })
  const between = await look()
  const { isHeard: isConnected } = await speak(second)

  await second.running.signal('SIGKILL')
  await second.running.ended()
  await gone(linksOf(seen[1], during))
  const third = await (await start('07-network', ['run', 'busybox', 'true'])).ended()
  await machine.settle({ berth })
  const after = await look()
  await close()
  return { first, between, isConnected, third, before, after }
})

/** The machine's ends of a container's cables. */
const linksOf = (seen: Seen | undefined, machine: Network) =>
  seen?.network ? cablesOf(seen.network, machine).map(({ outside }) => outside.index) : []

/** How often one looks whether the kernel has taken away a network namespace, which it does in its own time. */
const looks = 20

async function gone(links: number[]): Promise<void> {
  const { machine, berth } = await place()
  for (let look = 0; look < looks; look++) {
    const { links: there } = await machine.network({ berth })
    if (!there.some(({ index }) => links.includes(index))) return
  }
}
