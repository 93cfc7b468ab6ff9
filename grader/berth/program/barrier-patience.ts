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

/** Decides when those who stand at the barrier have waited long enough for everybody else. */
export class BarrierPatience {
  #turnOf: 'first' | 'next' = 'first'
  #hasRunOut = false

  /** The barrier has opened because its time ran out, and not because all others were at rest. */
  get hasRunOut(): boolean {
    return this.#hasRunOut
  }

  /**
   * @param others - what everybody else has been doing
   * @param heldBackFor - how long somebody has stood here in all, ms
   */
  isOver({ resting, asleep, free }: ReturnType<RestWatch['look']>, heldBackFor: Milliseconds): boolean {
    if (resting >= quiet) return true
    const most = (heldBackFor > late.after ? late : longest)[this.#turnOf]
    if (asleep < most.asleep && free < most.free) return false
    this.#turnOf = 'next'
    this.#hasRunOut = true
    return true
  }
}
