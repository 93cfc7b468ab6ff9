import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Berth } from '../berth.ts'
import { isFrozen } from '../cgroup.ts'
import { pidsOf, statOf, threadsOf, unlessEnded } from '../observe/processes.ts'
import { sleepsWithTimeout } from './pending-call.ts'

/** The pause between two looks, as a multiple of what the last one took: at 10, looking takes at most 1/11 of a processor. */
const pausePerLook: Record<Activity, number> = { working: 10, sleeping: 10, resting: 1 }

/** The longest such pause, ms: a look during which the machine was suspended is no measure. */
const longestPause = 2_000

/** A longer gap between two looks: the machine was suspended (Ctrl-Z, a closed lid), and the excess does not count, ms. */
const longestGap = 3_000

/** A berth that uses no more CPU time than this between two looks only polls: it wakes up, looks, and sleeps on, ms. */
const idleUsage = 1

/**
 * What the threads of a berth are about to do: something; something once a time has come; nothing, unless somebody
 * outside wakes one of them.
 */
type Activity = 'working' | 'sleeping' | 'resting'

/** Watches whether the processes of a berth have anything left to do. */
export class RestWatch {
  readonly #berth: Berth
  readonly #interval: number
  #seen = performance.now()
  #pause = 0
  #usage = 0
  #resting = 0
  #asleep = 0
  #free = 0
  #lasted = 0

  /** @param interval - how often it looks at most, ms */
  constructor(berth: Berth, interval: number) {
    this.#berth = berth
    this.#interval = interval
  }

  /**
   * Looks, unless it did so a moment ago.
   *
   * @param apartFrom - threads that are held up: they count as having nothing to do
   * @returns `resting`: for how long all have been idle up to now. Since the watch began, `asleep`: how long no thread was
   * working; `free`: how long each could run if it wanted to, asleep or on a processor, ms
   */
  look(apartFrom: number[] = []): Record<'resting' | 'asleep' | 'free', Milliseconds> {
    const now = performance.now()
    if (now >= this.#seen + this.#pause) {
      const gap = now - this.#seen
      // While we were not scheduled ourselves we saw nothing: that time counts in part only.
      const span = Math.min(gap, 2 * this.#pause)
      const { activity, working, used } = this.#activity(apartFrom)
      if (working === 0) this.#asleep += span
      this.#free += working === 0 ? span : Math.min(span, used / working)
      this.#resting = activity === 'resting' ? this.#resting + span : 0
      this.#lasted += Math.min(gap, longestGap)
      this.#seen = now
      const pause = pausePerLook[activity] * (performance.now() - now)
      this.#pause = Math.max(this.#interval, Math.min(pause, longestPause))
    }
    return { resting: this.#resting, asleep: this.#asleep, free: this.#free }
  }

  /** Since the watch began, up to the last look, ms; a time in which the machine stood still does not count. */
  get lasted(): Milliseconds {
    return this.#lasted
  }

  /** What they do, how many threads are at work, and the CPU time of all since the last look. */
  #activity(apartFrom: number[]): { activity: Activity; working: number; used: Milliseconds } {
    const usage = usageOf(this.#berth)
    const used = usage - this.#usage
    this.#usage = usage
    // Where nobody is held up it is enough to know that they are at work, and there may be hundreds of them.
    if (apartFrom.length === 0 && used > idleUsage) return { activity: 'working', working: 1, used }
    const threads = pidsOf(this.#berth)
      .flatMap(threadsOf)
      .filter((thread) => !apartFrom.includes(thread))
    const activities = threads.map(activityOf)
    const working = activities.filter((activity) => activity === 'working').length
    // A thread that was looked at may have been woken since, by one that went to sleep before its turn.
    const isStill = used === 0 && usageOf(this.#berth) === usage
    // Frozen by us: they would run if they could.
    if (isFrozen(this.#berth.bounded)) return { activity: 'working', working: threads.length, used }
    if (working > 0 || used > idleUsage) return { activity: 'working', working, used }
    return { activity: isStill && !activities.includes('sleeping') ? 'resting' : 'sleeping', working, used }
  }
}

/**
 * Waits until nothing in the berth has had anything to do for a while.
 *
 * @param quiet - for how long, ms
 * @param longest - when to give up, ms
 * @param free - give up sooner, when each has been free to do something for so long, ms
 * @returns whether that came to be
 */
export async function atRest(
  berth: Berth,
  quiet: Milliseconds,
  { longest, free = longest, signal }: { longest: Milliseconds; free?: Milliseconds; signal?: AbortSignal },
): Promise<boolean> {
  const interval = quiet / 6
  const watch = new RestWatch(berth, interval)
  while (!signal?.aborted && watch.lasted < longest) {
    const now = watch.look()
    if (now.resting >= quiet) return true
    if (now.free >= free) return false
    await delay(interval)
  }
  return false
}

/** A berth whose processes have all been idle for this long has settled, ms. */
const quiet = 40

/** When to give up, ms: its processes could run for so long; or in all, where others had the processor. */
const givingUp = { free: 6_000, longest: 20_000 }

/** Waits until the berth is idle; gives up on one that stays busy. */
export const settle = (berth: Berth): Promise<boolean> => atRest(berth, quiet, givingUp)

/** CPU time of all threads in the berth so far. */
function usageOf(berth: Berth): Milliseconds {
  const stat = readFileSync(join(berth.cgroup, 'cpu.stat'), 'utf8')
  return Number(/usage_usec (\d+)/.exec(stat)?.[1]) / 1000
}

/** One that waits for a disk is working; one that waits for another thread or process is resting. */
export function activityOf(thread: number): Activity {
  return unlessEnded('resting', () => {
    const state = statOf(thread, 3)
    if (state === 'Z' || state === 'X' || state === 'T') return 'resting'
    if (state !== 'S') return 'working'
    const sleepsOn = sleepsWithTimeout(thread)
    // Woken since its state was read.
    if (sleepsOn === null) return 'working'
    return sleepsOn ? 'sleeping' : 'resting'
  })
}
