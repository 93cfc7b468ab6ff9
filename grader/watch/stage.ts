import { wantsColors } from '../verdict/screen.ts'
import { type View, watchScreen } from './screen.ts'

const clear = '\x1b[2J\x1b[3J\x1b[H'

/** Where the one screen is shown. */
export class Stage {
  readonly #stdout: NodeJS.WriteStream
  #shown = ''

  constructor(stdout: NodeJS.WriteStream) {
    this.#stdout = stdout
  }

  /** In the place of what was there before, on a terminal; elsewhere one below the other, whatever is new. */
  show(view: View & { page?: string }): void {
    const { columns, isTTY } = this.#stdout
    const look = { columns: columns || 80, colors: wantsColors(this.#stdout, process.env) }
    const text = view.page ?? watchScreen(view, look)
    if (text === this.#shown) return
    this.#shown = text
    this.#stdout.write(isTTY && process.env.TERM !== 'dumb' ? clear + text : text)
  }
}
