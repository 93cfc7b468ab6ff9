import type { Ended, Network } from '../../machine/machine.ts'
import { once } from '../once.ts'
import { cablesOf } from './cable.ts'
import { containers, type MachineNetwork, place, speak } from './containers.ts'
import { held, type Seen } from './held.ts'

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
