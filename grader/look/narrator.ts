import { messages } from './messages.ts'
import type { Moment } from './moment.ts'

/** After so many moments in which nothing happened it is said how things are: three seconds. */
const silence = 30

/** What goes on and on is said once. It is over when it has not happened for so many moments: a second. */
const lull = 10

/** Tells what becomes of a container, for a screen reader: what happens when it happens, and now and then how things are. */
export class Narrator {
  #moments = 0
  #saidAt = Number.NEGATIVE_INFINITY
  #path: string | undefined
  readonly #happenedAt = new Map<string, number>()

  /** @returns what there is to say of one moment more, a line each */
  lines(moment: Moment): string[] {
    this.#moments++
    if (!moment.cgroup) return []
    const { path } = moment.cgroup
    const isNew = path !== this.#path
    this.#path = path
    const lines = [
      ...(isNew ? [messages.begins(path)] : []),
      ...(moment.isAtLimit ? this.#once(messages.atLimit) : []),
      ...(moment.oomKills > 0 ? [messages.killed(moment.oomKills)] : []),
      ...(moment.isThrottled ? this.#once(messages.throttled) : []),
    ]
    if (lines.length === 0 && this.#moments - this.#saidAt < silence) return []
    this.#saidAt = this.#moments
    const { memory, memoryLimit, processors, processorLimit } = moment
    return [...lines, messages.state(memory, memoryLimit, processors, processorLimit)]
  }

  #once(sentence: string): string[] {
    const last = this.#happenedAt.get(sentence) ?? Number.NEGATIVE_INFINITY
    this.#happenedAt.set(sentence, this.#moments)
    return this.#moments - last > lull ? [sentence] : []
  }
}
