import type { Milliseconds } from '../../machine/machine.ts'
import type { RestWatch } from './rest.ts'

/** How long everybody else must have nothing to do before those who stand at the barrier may go on, ms. */
const quiet = 30

/**
 * A child that polls whether it is inside never comes to rest, nor does one that waits with a timeout; both may be right. So
 * the barrier opens, too, when the others have slept, or been free to run, for this long, ms: a child that does not wait has
 * come to its command by then. `first` is for one that may still have to start, `next` for all later times, `late` for when
 * somebody has stood here for so long that a child which waits ten seconds at most would soon give up.
 */
const longest = { first: { asleep: 3_200, free: 4_500 }, next: { asleep: 500, free: 1_000 } }
const late = { after: 6_500, first: { asleep: 2_000, free: 2_500 }, next: { asleep: 200, free: 300 } }

/**
 * Who may go on: nobody yet; all, for no child is on its way any more; or those whose own child has had time enough to start,
 * or is at rest.
 */
export type Passing = 'nobody' | 'all' | 'started'

/** Decides when those who stand at the barrier have waited long enough for everybody else. */
export class BarrierPatience {
  #turnOf: 'first' | 'next' = 'first'

  /**
   * @param others - what everybody else has been doing
   * @param heldBackFor - how long somebody has stood here in all, ms
   */
  whoMayPass({ resting, asleep, free }: ReturnType<RestWatch['look']>, heldBackFor: Milliseconds): Passing {
    if (resting >= quiet) return 'all'
    const most = (heldBackFor > late.after ? late : longest)[this.#turnOf]
    if (asleep < most.asleep && free < most.free) return 'nobody'
    this.#turnOf = 'next'
    // Who sleeps has started.
    return asleep >= most.asleep ? 'all' : 'started'
  }
}
