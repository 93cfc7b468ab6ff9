import { messages } from './messages.ts'
import type { Moment } from './moment.ts'

/** When nothing has happened for so long it is said how things are, ms. */
const silence = 3_000

/** What goes on and on is said once. It is over when it has not happened for so long, ms. */
const lull = 1_000

/** Tells what becomes of a container, for a screen reader: what happens when it happens, and now and then how things are. */
export class Narrator {
  #saidAt = Number.NEGATIVE_INFINITY
  #path: string | undefined
  readonly #happenedAt = new Map<string, number>()

  /** @returns what there is to say of one moment more, a line each */
  lines(moment: Moment): string[] {
    const { at, cgroup } = moment
    const lines = [
      ...(cgroup && cgroup.path !== this.#path ? [messages.begins(cgroup.path)] : []),
      ...(moment.isAtLimit ? this.#once(messages.atLimit, at) : []),
      ...(moment.oomKills > 0 ? [messages.killed(moment.oomKills)] : []),
      ...(moment.isThrottled ? this.#once(messages.throttled, at) : []),
    ]
    // Once its cgroup is gone, what happened is still told, and no more how it stands.
    if (!cgroup || (lines.length === 0 && at - this.#saidAt < silence)) return lines
    this.#path = cgroup.path
    this.#saidAt = at
    const { memory, memoryLimit, processors, processorLimit } = moment
    return [...lines, messages.state(memory, memoryLimit, processors, processorLimit)]
  }

  #once(sentence: string, at: number): string[] {
    const last = this.#happenedAt.get(sentence) ?? Number.NEGATIVE_INFINITY
    this.#happenedAt.set(sentence, at)
    return at - last > lull ? [sentence] : []
  }
}
