import type { Milliseconds } from '../../machine/machine.ts'
import type { Ended } from '../../machine/process.ts'
import type { Berth } from '../berth.ts'
import { type Program, pipesRead } from './program.ts'
import { atRest, settle } from './rest.ts'

/** A berth in which nobody has had anything to do for this long will do nothing more by itself, ms. */
export const stuck = 1_500

/** What came first: the event, that the berth is stuck, or that the time for both was up. */
type Waited = 'event' | 'stuck' | 'time'

/** Waits for `event`, until the berth is stuck, or until `longest` has passed. */
export async function waitFor(berth: Berth, event: Promise<unknown>, longest: Milliseconds): Promise<Waited> {
  const over = new AbortController()
  try {
    return await Promise.race([
      event.then((): Waited => 'event'),
      atRest(berth, stuck, { longest, signal: over.signal }).then(
        (rests): Waited => (rests ? 'stuck' : 'time'),
      ),
    ])
  } finally {
    over.abort()
  }
}

/** Waits until its standard output contains `text`; false where it ended or is stuck, null when time is up. */
export async function waitForOutput(
  program: Program,
  text: string,
  timeout: Milliseconds,
): Promise<boolean | null> {
  const isThere = () => program.output.stdout.includes(text) || program.latest.includes(text)
  const printed = new Promise<void>((resolve) => {
    const listen = () => isThere() && resolve()
    program.process.stdout?.on('data', listen)
    listen()
  })
  const waited = await waitFor(program.berth, Promise.race([printed, program.end]), timeout)
  // It has ended; whoever it started may have its output still.
  if (waited === 'event' && !isThere()) await Promise.race([printed, settle(program.berth).then(pipesRead)])
  return isThere() || (waited === 'time' ? null : false)
}

/** Waits for its end; one that is stuck is killed; null where it is still there when time is up. */
export async function waitForExit(program: Program, timeout: Milliseconds): Promise<Ended | null> {
  const waited = await waitFor(program.berth, program.end, timeout)
  if (waited === 'time') return null
  const overdue = waited === 'stuck'
  if (overdue) program.process.kill('SIGKILL')
  return { ...(await program.end), overdue, ...program.output }
}
