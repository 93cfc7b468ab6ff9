import type { Heard, Network } from '../../machine/network.ts'
import type { Ended, Process } from '../../machine/process.ts'
import { failOn } from '../../verdict/judgement.ts'
import { nonce } from '../command.ts'
import { complaint } from '../complaint.ts'
import { failStart } from '../failed-at.ts'
import { once } from '../once.ts'
import { containers, listen, type MachineNetwork, speak, theBerth, type Words } from './containers.ts'
import { resolvConfPaths, world } from './world.ts'

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
  const { machine, berth, look, before } = await theBerth()
  const started = await containers()
  await machine.settle({ berth })
  const seen = await Promise.all(
    started.map(async ({ sighting: { process }, words }): Promise<Seen> => {
      const pid = process?.pid
      if (pid === undefined) return { process, words, network: null, resolvers: null }
      const resolvers = await machine.read({ pid, from: 'root', path: resolvConfPaths.inside })
      return { process, words, network: await machine.networkOf({ pid }), resolvers }
    }),
  )
  const words = started.flatMap(({ words: { datagram, connection } }) => [datagram, connection])
  return { seen, before, during: await look(), heard: await listen(words) }
})

/** A first word was not heard: is another one, that comes later? */
export async function later(index: number) {
  const container = (await containers())[index]
  if (!container) throw new Error(`There is no container ${index}`)
  return speak(container)
}

/** Whether a request of ours gets through from the network of each: what its command says could be said elsewhere. */
export const ownRequests = once(async (): Promise<boolean[]> => {
  const { machine } = await theBerth()
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

/** For how long a lookup by name is listened for, ms: longer than for others, for only a busy machine is in the way by now. */
const muchPatience = 30_000

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
  const { machine, berth } = await theBerth()
  const read = async (path: string) => ({ path, text: await machine.read({ berth, path }) })
  return {
    image: await Promise.all([resolvConfPaths.image, '/fs/busybox/rootfs/etc/resolv.conf'].map(read)),
    machine: await Promise.all(resolvConfPaths.machine.map(read)),
  }
})

/** How both containers ended by themselves, where one of them was never seen. */
const ends = once(async (): Promise<Ended[]> => {
  const started = await containers()
  return Promise.all(
    started.map(async ({ running }) => {
      await running.write(null)
      return running.waitForExit()
    }),
  )
})

/**
 * Both containers, held alive.
 *
 * @param todo - on whose behalf they are asked for
 */
export async function heldFor(todo: string): Promise<Held> {
  const evidence = await held()
  if (evidence.seen.every(({ process, network }) => process !== null && network !== null)) return evidence
  const why = { expected: 'two containers that run at the same time', found: 'one that did not start' }
  const both = await ends()
  const lacking = both.map(lackingEnd)
  // Who writes one name down for two containers has that wrong, and not the names of the ends.
  const isWrittenDown = lacking[0] !== undefined && lacking[0] !== 'eth0' && lacking[0] === lacking[1]
  if (lacking.some((name) => name !== undefined) && !isWrittenDown)
    failOn('7.1', todo, { ...why, message: complaint(both) })
  failStart(todo, both, why)
}

/** An end of a cable that is not there, though it was to have that name, wherever that shows first. */
const lackingEnd = ({ stderr }: Ended) =>
  /\bnsenter [^\n]*\n[^\n]*Cannot find device "(eth0)"/.exec(stderr)?.[1] ??
  /^(?!.*\bnsenter )[^\n]*\n[^\n]*Cannot find device "(drydock\d+)"/m.exec(stderr)?.[1]
