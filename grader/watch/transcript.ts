import { displayOf } from '../terminal/display.ts'
import { screen } from '../verdict/screen.ts'
import type { StepVerdict } from '../verdict/verdict.ts'
import { messages } from './messages.ts'
import type { View } from './screen.ts'

/** Says what is new, in whole lines, and only once: what was said stays where it is. */
export class Transcript {
  readonly #stdout: NodeJS.WriteStream
  #last: View | undefined
  /** The last whole verdict on each step. */
  readonly #verdicts = new Map<string, StepVerdict>()

  constructor(stdout: NodeJS.WriteStream, hasKeys: boolean) {
    this.#stdout = stdout
    this.#say(hasKeys ? messages.plainKeys : messages.notTerminal)
  }

  show(view: View): void {
    const last = this.#last
    this.#last = view
    const isOver = !view.isGrading && (last?.isGrading ?? true)
    if (view.isGrading && !(last?.isGrading && last.step === view.step))
      this.#say(messages.grading(view.step.number, []))
    if (isOver && view.verdict) this.#tell(view.verdict)
    if (view.below && view.below !== last?.below) this.#say(view.below)
  }

  /** What changed comes first. */
  #tell(verdict: StepVerdict): void {
    const before = this.#verdicts.get(verdict.step)
    this.#verdicts.set(verdict.step, verdict)
    if (before) this.#say(messages.changed(changes(before, verdict)))
    this.#say(screen({ schema: 1, steps: [verdict] }, displayOf(this.#stdout, process.env)))
  }

  #say(text: string): void {
    this.#stdout.write(`${text.trimEnd()}\n`)
  }
}

function changes(before: StepVerdict, { todos }: StepVerdict) {
  const was = new Map(before.todos.map(({ id, outcome }) => [id, outcome]))
  return todos.filter(({ id, outcome }) => was.get(id) !== outcome)
}
