import { readFileSync } from 'node:fs'
import type { Milliseconds } from '../../machine/machine.ts'
import { descendantsOf, threadsOf, unlessEnded } from '../observe/processes.ts'
import { activityOf } from './rest.ts'

/** The pause between two looks, ms. */
const interval: Milliseconds = 40

interface Look {
  at: number
  /** How often each thread has left a processor: who ran since the last look, and sleeps again, has done so once more. */
  switches: string
  isResting: boolean
}

/** Watches whether a program and all that comes from it have anything left to do, whatever others in the berth do. */
export class FamilyRest {
  readonly #looks = new Map<number, Look>()

  /**
   * @param apartFrom - threads that are held up: they count as having nothing to do
   * @returns whether nobody had anything to do at the last two looks, or in between
   */
  isResting(program: number, apartFrom: number[]): boolean {
    const last = this.#looks.get(program)
    if (last && performance.now() < last.at + interval) return last.isResting
    const threads = [program, ...descendantsOf(program)]
      .flatMap(threadsOf)
      .filter((thread) => !apartFrom.includes(thread))
    const switches = threads.map((thread) => `${thread}: ${switchesOf(thread)}`).join()
    const isStill = last?.switches === switches && threads.every((thread) => activityOf(thread) === 'resting')
    this.#looks.set(program, { at: performance.now(), switches, isResting: isStill })
    return isStill
  }
}

/** proc_pid_status(5) */
const switchesOf = (thread: number) =>
  unlessEnded(
    '',
    () =>
      readFileSync(`/proc/${thread}/status`, 'utf8')
        .match(/ctxt_switches:\s*\d+/g)
        ?.join() ?? '',
  )
