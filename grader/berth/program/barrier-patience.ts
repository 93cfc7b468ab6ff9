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

/** A child is the same program as its parent: it needs about as long to come to its command as that did to come here. */
const likeItsParent = 1.5

/** Decides when those who stand at the barrier have waited long enough for everybody else. */
export class BarrierPatience {
  #turnOf: 'first' | 'next' = 'first'
  #hasRunOut = false
  #wasTooShort = false

  /** The barrier has opened because its time ran out, and not because all others were at rest. */
  get hasRunOut(): boolean {
    return this.#hasRunOut
  }

  /** It has run out before a child that does not wait need have come to its command. */
  get wasTooShort(): boolean {
    return this.#wasTooShort
  }

  /**
   * @param others - what everybody else has been doing
   * @param heldBackFor - how long somebody has stood here in all, ms
   * @param start - how long it took them to come here, ms
   */
  isOver(
    { resting, asleep, free }: ReturnType<RestWatch['look']>,
    heldBackFor: Milliseconds,
    start: Milliseconds,
  ): boolean {
    if (resting >= quiet) return true
    const isLate = heldBackFor > late.after
    const most = (isLate ? late : longest)[this.#turnOf]
    const needed = this.#turnOf === 'first' ? likeItsParent * start : 0
    if (asleep < most.asleep && free < Math.max(most.free, isLate ? 0 : needed)) return false
    // Who sleeps has started.
    this.#wasTooShort ||= asleep < most.asleep && free < needed
    this.#turnOf = 'next'
    this.#hasRunOut = true
    return true
  }
}
