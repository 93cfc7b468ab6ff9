import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Link, Network } from '../../machine/network.ts'
import type { Ended, Process } from '../../machine/process.ts'
import { multisetDifference } from '../../multiset-difference.ts'
import { heldCommand } from '../command.ts'
import { once } from '../once.ts'
import { cablesOf } from './cable.ts'
import { containers, type MachineNetwork, speak, theBerth } from './containers.ts'
import { held, type Seen } from './held.ts'
import { ruleWith } from './rules.ts'

export interface Left {
  /** How the first container ended by itself, and what its command ended with. */
  first: Ended
  status: number
  /** When the first container had ended, and the second still ran. */
  between: MachineNetwork
  /** Was the second one heard then? */
  isConnected: boolean
  third: Ended & { status: number }
  /** A rule for the link of the second, whose parent was killed, that was there while the third ran. */
  abandoned: string | undefined
  before: MachineNetwork
  /** When all three had ended. */
  after: MachineNetwork
}

export const ended = once(async (): Promise<Left> => {
  const { machine, berth, start, startProgram, look, before, close } = await theBerth()
  const { seen, during } = await held()
  const [one, second] = await containers()
  if (!one || !second) throw new Error('Two containers were started')
  // The kernel removes a cable with the container, as soon as it comes to it: here it was sooner than the parent.
  const [link] = outsideOf(seen[0], during)
  if (link) await (await startProgram('ip', ['link', 'delete', link.name])).waitForExit()
  await one.running.write(null)
  const first = await one.running.waitForExit()
  await goneWith(seen[0], during)
  // What it leaves behind to tidy up may need a moment.
  await machine.settle({ berth })
  const between = await look()
  const { isHeard: isConnected } = await speak(second)

  await second.running.signal('SIGKILL')
  await second.running.waitForExit()
  // Its command dies by its parent's death, and may not have yet.
  await machine.settle({ berth })
  await goneWith(seen[1], during)
  const { argv, status } = heldCommand()
  const next = await start('07-network', ['run', 'busybox', ...argv])
  await next.waitForCommand(argv)
  const meanwhile = await look()
  await next.write('\n')
  const third = { ...(await next.waitForExit()), status }
  await machine.settle({ berth })
  const known = before.links.map(({ name }) => name)
  await gone(
    ({ name }) => !known.includes(name),
    ({ namespaces }) => namespaces.net?.shared === false,
  )
  const after = await look()
  await close()
  // The third may have a link of the same name, and rules for that.
  const names = (links: Link[]) => links.map(({ name }) => name)
  const goneLinks = multisetDifference(names(outsideOf(seen[1], during)), names(meanwhile.links))
  const abandoned = ruleWith(goneLinks, meanwhile.rules)
  return { first, status: one.status, between, isConnected, third, abandoned, before, after }
})

/** For how long the kernel may take its time to remove a network namespace in which nobody is, ms, and between two looks. */
const patience: Milliseconds = 5_000
const pause: Milliseconds = 20

/** The machine's ends of a container's cables. */
const outsideOf = (seen: Seen | undefined, during: Network): Link[] =>
  seen?.network ? cablesOf(seen.network, during).map(({ outside }) => outside) : []

/** Waits until these are gone. */
async function goneWith(seen: Seen | undefined, during: Network): Promise<void> {
  if (!seen?.network) return
  const cables = outsideOf(seen, during).map(({ index }) => index)
  const own = seen.process?.namespaces.net?.id
  await gone(
    ({ index }) => cables.includes(index),
    ({ namespaces }) => namespaces.net?.id === own,
  )
}

/** Waits until no such link is there any more, while nobody is there on whose account it stays. */
async function gone(isOne: (link: Link) => boolean, isOwner: (process: Process) => boolean): Promise<void> {
  const { machine, berth } = await theBerth()
  const began = performance.now()
  while ((await machine.network({ berth })).links.some(isOne)) {
    if (performance.now() - began > patience || (await machine.processes({ berth })).some(isOwner)) return
    await delay(pause)
  }
}
