import { randomUUID } from 'node:crypto'
import type { Agent } from './agent.ts'
import { workingCopy } from './working-copy.ts'

/** As many berths as one grade opens. */
const berths = 4

/**
 * Goes once through what a grade will ask for, with the reference: what that loads is in memory afterwards, what it
 * compiled is kept, and the next berths find their files laid out.
 */
export async function rehearse({ machine, prepare }: Agent): Promise<void> {
  const berth = await machine.openBerth({ files: workingCopy('solutions'), image: {}, mine: false })
  const args = ['solutions/05-cgroups/container.ts', 'run', 'busybox', 'true', randomUUID()]
  await machine.gate({ berth })
  const run = await machine.start({ berth, args })
  await machine.sighted({ run, command: args.slice(3), timeout: 60_000 })
  await machine.settle({ berth })
  const { code, stderr } = await machine.ended({ run, timeout: 60_000 })
  if (code !== 0) throw new Error(`The rehearsal of a berth ended with ${code}: ${stderr}`)
  prepare(berth, berths)
  const left = await machine.closeBerth({ berth })
  if (left.length > 0) throw new Error(`The rehearsal of a berth left something behind: ${left.join('; ')}`)
}
