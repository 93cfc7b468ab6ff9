import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Program } from './program.ts'
import { atRest } from './rest.ts'

/** A berth in which nobody has had anything to do for this long will do nothing more by itself, ms. */
export const stuck = 1_500

/** Fulfilled one more turn of the event loop later: what was in the pipes has been read then. */
export async function pipesRead(): Promise<void> {
  await nextTurn()
  await nextTurn()
}

/** What came first: the event, that the berth is stuck, or that the time for both was up. */
type Waited = 'event' | 'stuck' | 'time'

/** Waits for `event`, but not when the berth is stuck or `longest` has passed. */
export async function waitFor(
  { berth }: Pick<Program, 'berth'>,
  event: Promise<unknown>,
  longest: Milliseconds,
): Promise<Waited> {
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

/** Does its standard output contain `text`? */
export const hasPrinted = ({ output, latest }: Program, text: string) =>
  output.stdout.includes(text) || latest.includes(text)

/** Fulfilled when it does. */
export function printed(program: Program, text: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => hasPrinted(program, text) && resolve()
    program.process.stdout?.on('data', look)
    look()
  })
}
