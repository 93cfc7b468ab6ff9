import { randomUUID } from 'node:crypto'
import type { BerthId, Machine } from '../machine/machine.ts'
import type { Agent } from './agent.ts'

/** As many as a watched grade of 05 opens. With a fourth one, which a whole grade opens, that was no faster. */
const berths = 3

/**
 * Goes once through what a grade will ask for, with the reference: what that loads is in memory afterwards, what it
 * compiled is kept, and the next berths are there already.
 */
export async function rehearse({ machine, keepSpares }: Agent): Promise<void> {
  const berth = await machine.openBerth({ files: {}, image: {}, images: {}, mine: false })
  await machine.holdBack({ berth })
  await Promise.all([rehearseContainer(machine, berth), rehearseContainer(machine, berth)])
  await keepSpares(berth, berths)
  const left = await machine.closeBerth({ berth })
  if (left.length > 0) throw new Error(`The rehearsal of a berth left something behind: ${left.join('; ')}`)
}

async function rehearseContainer(machine: Machine, berth: BerthId): Promise<void> {
  const command = ['/bin/sh', '-c', 'read line', randomUUID()]
  const args = ['solutions/05-cgroups/container.ts', 'run', 'busybox', ...command]
  const run = await machine.start({ berth, args })
  const { process } = await machine.waitForCommand({ run, command, timeout: 240_000 })
  await machine.settle({ berth })
  await machine.cgroups({ berth })
  await machine.write({ run, text: '\n' })
  const end = await machine.waitForExit({ run, timeout: 240_000 })
  if (!process || end?.code !== 0)
    throw new Error(`The rehearsal of a container ended with ${end?.code}: ${end?.stderr}`)
}
