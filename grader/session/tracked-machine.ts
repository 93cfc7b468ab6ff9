import type { BerthId, Machine } from '../machine/machine.ts'

/** A machine that remembers which of its berths are open, for whoever gives up in the middle of a grade. */
export interface TrackedMachine {
  machine: Machine
  /** Closes every berth that is open. From then on no other one can be opened. */
  end(): Promise<void>
}

/** The same machine, tracked. */
export function tracked(machine: Machine): TrackedMachine {
  const berths = new Set<BerthId>()
  let hasEnded = false
  const close = async (berth: BerthId) => {
    berths.delete(berth)
    return machine.closeBerth({ berth })
  }
  const openBerth: Machine['openBerth'] = async (request) => {
    const berth = await machine.openBerth(request)
    berths.add(berth)
    if (!hasEnded) return berth
    await close(berth)
    throw new Error('The berth was closed: the grade that asked for it is over.')
  }
  return {
    machine: { ...machine, openBerth, closeBerth: ({ berth }) => close(berth) },
    async end() {
      hasEnded = true
      await Promise.all([...berths].map(close))
    },
  }
}
