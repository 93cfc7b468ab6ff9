import type { Step } from '../course/steps.ts'
import type { StepVerdict } from '../verdict/verdict.ts'
import type { Action } from './keys.ts'

/** Everything that can happen while one watches. */
export type WatchEvent =
  /** A key was pressed; undefined if it is for nothing. */
  | { kind: 'key'; action: Action | undefined }
  /** Files of a step were saved. */
  | { kind: 'changed'; step: Step }
  /** One more TODO of a step has been judged. */
  | { kind: 'judged'; verdict: StepVerdict; isDone: boolean }
  /** The grader itself broke, or there is no machine. */
  | { kind: 'broke'; error: unknown }
  | { kind: 'resized' }

/** Events in the order in which they came. None is lost while one is being dealt with. */
export class Events {
  readonly #waiting: WatchEvent[] = []
  #wake = () => {}

  push(event: WatchEvent): void {
    this.#waiting.push(event)
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<WatchEvent, never> {
    while (true) {
      const next = this.#waiting.shift()
      if (next) yield next
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }
}
