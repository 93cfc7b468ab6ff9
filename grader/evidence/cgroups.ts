import type { Cgroup, Ended, Sighting } from '../machine/machine.ts'
import { inBerth } from './berth.ts'
import { heldCommand } from './command.ts'
import { once, unlessFaulty } from './once.ts'

/**
 * Two containers at the same time, held alive and looked at, then ended: one by itself, one by a kill. Their parents
 * are held up at every file by which a container is limited or joins a cgroup: see berth/gate.ts.
 */
export interface Held {
  sightings: Sighting[]
  before: Cgroup[]
  during: Cgroup[]
  after: Cgroup[]
  ends: Ended[]
}

export const held = once(() => unlessFaulty(hold, ({ ends }) => ends))

const hold = () =>
  inBerth(async ({ machine, berth, start }): Promise<Held> => {
    const before = await machine.cgroups({ berth })
    await machine.gate({ berth })
    const containers = await Promise.all(
      [heldCommand(), heldCommand()].map(async (command) => {
        const running = await start('05-cgroups', ['run', 'busybox', ...command.argv])
        return { running, sighting: await running.sighted(command.argv) }
      }),
    )
    await machine.settle({ berth })
    const during = await machine.cgroups({ berth })
    const [polite, killed] = containers
    await polite?.running.write('\n')
    await killed?.running.signal('SIGKILL', killed.sighting.process?.pid)
    const ends = await Promise.all(containers.map(({ running }) => running.ended()))
    const after = await machine.cgroups({ berth })
    return { sightings: containers.map(({ sighting }) => sighting), before, during, after, ends }
  })
