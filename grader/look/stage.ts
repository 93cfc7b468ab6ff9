import type { Cgroup } from '../machine/machine.ts'
import { wantsColors } from '../verdict/screen.ts'
import type { Moment } from './moment.ts'
import { picture } from './screen.ts'

const home = '\x1b[H'
const clearLine = '\x1b[K'
const clearBelow = '\x1b[J'
const clearAll = '\x1b[2J'

/** Where the picture is drawn, over the one before. Elsewhere than on a terminal nothing is. */
export class Stage {
  readonly #stdout: NodeJS.WriteStream
  readonly #title: string

  constructor(stdout: NodeJS.WriteStream, title: string) {
    this.#stdout = stdout
    this.#title = title
    if (stdout.isTTY) stdout.write(clearAll)
  }

  show(moments: Moment[], cgroups: Cgroup[]): void {
    if (!this.#stdout.isTTY) return
    const look = { columns: this.#stdout.columns || 80, colors: wantsColors(this.#stdout, process.env) }
    const lines = picture(this.#title, moments, cgroups, look)
    // Line by line over what is there: wiped out first, it would flicker.
    this.#stdout.write(home + lines.map((line) => `${line}${clearLine}\n`).join('') + clearBelow)
  }
}
