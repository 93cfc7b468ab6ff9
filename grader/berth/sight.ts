import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds, Sighting } from '../machine/machine.ts'
import type { Gate } from './gate.ts'
import { argvOf, look, pidsOf } from './processes.ts'
import { type Program, stuck } from './program.ts'
import { RestWatch } from './rest.ts'

/**
 * The kernel announces no exec without tracing the code that is judged, so we look: this often at most, and for no more
 * than a tenth of the time, for the code needs the processor too.
 */
const interval: Milliseconds = 4
const restPerLook = 10

/** Waits until a process of the berth executes `command`, the program has ended or is stuck, or time is up. */
export async function sight(
  program: Program,
  gate: Gate | undefined,
  command: string[],
  timeout: Milliseconds,
): Promise<Sighting> {
  const watch = new RestWatch(program.berth, stuck / 6)
  const own = program.process.pid ?? 0
  let forked = false
  for (;;) {
    const started = performance.now()
    // Read before looking: what stood at the gate a moment after the exec proves nothing.
    const held = gate?.heldBy(own) ?? []
    const over = hasEnded(program) || watch.look() > stuck || watch.lasted > timeout
    const pids = pidsOf(program.berth)
    forked ||= pids.includes(own) && pids.length > 1
    const pid = pids.find((candidate) => executes(candidate, command))
    const process = pid === undefined ? null : look(program.berth, pid)
    if (process || over) return { process, program: own, forked, held }
    await delay(Math.max(interval, restPerLook * (performance.now() - started)))
  }
}

const hasEnded = ({ process }: Program) => process.exitCode !== null || process.signalCode !== null

/** The runtime's own processes carry the command among their arguments; the container is who *is* the command. */
function executes(pid: number, [file = '', ...args]: string[]): boolean {
  const [program = '', ...rest] = argvOf(pid)
  return (
    basename(program) === basename(file) &&
    rest.length === args.length &&
    rest.every((arg, at) => arg === args[at])
  )
}
