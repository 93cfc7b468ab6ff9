import type { BerthId, Machine } from '../machine/machine.ts'

/** A machine that knows which of its berths are open, so that whoever gives up in the middle can leave none. */
interface NotingMachine {
  machine: Machine
  /** Closes every berth that is open. What is asked of the machine from then on fails. */
  end(): Promise<void>
}

export function noting(machine: Machine): NotingMachine {
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
