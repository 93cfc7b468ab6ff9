import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Sighting } from '../../machine/process.ts'
import { cgroupsOf } from '../observe/cgroups.ts'
import { isProgram } from '../observe/genuine.ts'
import { argvOf, descendantsOf, isDescendant, pidsOf, readProcess } from '../observe/processes.ts'
import type { Barrier } from './barrier.ts'
import type { Program } from './program.ts'
import { RestWatch } from './rest.ts'
import { stuck } from './wait.ts'

/**
 * The kernel announces no exec without tracing the code that is judged, so we look: this often at most, and for no more
 * than a twentieth of the time, for the code needs the processor too.
 */
const interval: Milliseconds = 4
const pausePerLook = 20
/** The longest pause between two looks, ms: shorter until a second process was seen, for the first may end very soon. */
const longestPause = { alone: 40, forked: 2_000 }

/** Most looks are at the program and what is below it; one in so many finds a command that left its parents. */
const wideLook = 12

/** Waits until a process of the berth executes `command`, the program has ended or is stuck, or time is up. */
export async function waitForCommand(
  program: Program,
  command: string[],
  timeout: Milliseconds,
  barrier: Barrier | undefined,
): Promise<Sighting> {
  const watch = new RestWatch(program.berth, stuck / 6)
  const own = program.process.pid ?? 0
  const heldBackBefore = barrier?.heldBackFor ?? 0
  // How long the barrier holds it up does not count, for up to three times the timeout.
  const isLate = () =>
    watch.lasted - Math.min((barrier?.heldBackFor ?? 0) - heldBackBefore, 3 * timeout) > timeout
  let forked = false
  const lookFor = (isWide: boolean, opens = false): Sighting => {
    // Read before looking: what stood at the barrier a moment after the exec proves nothing.
    const blockedOpens = barrier?.blockedOpensOf(own) ?? []
    const pids = isWide ? pidsOf(program.berth) : [own, ...descendantsOf(own)]
    forked ||= pids.some((pid) => pid !== own && isDescendant(pid, own))
    const pid = pids.find((candidate) => hasArgv(candidate, command))
    const seen = pid === undefined ? null : readProcess(program.berth, pid)
    const process = seen && isProgram(seen.pid, command[0] ?? '') ? seen : null
    const cgroups = barrier && (process || opens) ? cgroupsOf(program.berth) : []
    return {
      process,
      program: own,
      forked,
      blockedOpens,
      cgroups,
      openedTooSoon: barrier?.openedTooSoon ?? false,
      timedOut: false,
    }
  }

  let beforeOpening: Sighting | undefined
  let stood: string[] = []
  const stopLooking = barrier?.onOpening(() => {
    if (!beforeOpening?.process) beforeOpening = lookFor(true, true)
    if (beforeOpening.blockedOpens.length > 0) stood = beforeOpening.blockedOpens
  })
  try {
    for (let looks = 1; ; looks++) {
      if (beforeOpening?.process) return beforeOpening
      const started = performance.now()
      const isTimeUp = isLate()
      const over = hasEnded(program) || watch.look().resting > stuck || isTimeUp
      const now = lookFor(over || looks % wideLook === 0)
      if (now.process) return now
      if (over)
        return { ...now, blockedOpens: stood, cgroups: beforeOpening?.cgroups ?? [], timedOut: isTimeUp }
      const pause = Math.max(interval, pausePerLook * (performance.now() - started))
      await delay(Math.min(pause, forked ? longestPause.forked : longestPause.alone))
    }
  } finally {
    stopLooking?.()
  }
}

const hasEnded = ({ process }: Program) => process.exitCode !== null || process.signalCode !== null

/** The runtime's own processes carry the command among their arguments; the container is who *is* the command. */
function hasArgv(pid: number, [file = '', ...args]: string[]): boolean {
  const [program = '', ...rest] = argvOf(pid)
  return (
    basename(program) === basename(file) &&
    rest.length === args.length &&
    rest.every((arg, at) => arg === args[at])
  )
}
