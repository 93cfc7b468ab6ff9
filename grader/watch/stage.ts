import { displayOf } from '../terminal/display.ts'
import { type View, watchScreen } from './screen.ts'
import { Transcript } from './transcript.ts'

const clear = '\x1b[2J\x1b[3J\x1b[H'

/** Where it is shown what happens. */
export interface Stage {
  show(view: View): void
}

/** One screen on a terminal; elsewhere, and for a screen reader, whatever is new below what was there before. */
export function stageOn(stdout: NodeJS.WriteStream, hasKeys: boolean): Stage {
  const { plain } = displayOf(stdout, process.env)
  return stdout.isTTY && !plain ? new Screen(stdout) : new Transcript(stdout, hasKeys)
}

class Screen implements Stage {
  readonly #stdout: NodeJS.WriteStream
  #shown = ''

  constructor(stdout: NodeJS.WriteStream) {
    this.#stdout = stdout
  }

  show(view: View): void {
    const text = watchScreen(view, displayOf(this.#stdout, process.env, 80))
    if (text === this.#shown) return
    this.#shown = text
    this.#stdout.write(clear + text)
  }
}
