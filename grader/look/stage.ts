import type { Cgroup } from '../machine/process.ts'
import { displayOf } from '../terminal/display.ts'
import type { Moment } from './moment.ts'
import { Narrator } from './narrator.ts'
import { picture } from './screen.ts'

const home = '\x1b[H'
const clearLine = '\x1b[K'
const clearBelow = '\x1b[J'
const clearAll = '\x1b[2J'

/** Where a container is shown. */
export interface Stage {
  /** @param moments - all of them, the present one last */
  show(moments: Moment[], cgroups: Cgroup[]): void
}

/**
 * A picture on a terminal, a report for a screen reader, and nothing elsewhere.
 *
 * @param title - in parts
 */
export function stageOn(stdout: NodeJS.WriteStream, title: string[]): Stage {
  if (displayOf(stdout, process.env).plain) return new Report(stdout, title)
  return stdout.isTTY ? new Drawing(stdout, title) : { show: () => undefined }
}

/** Each picture over the one before. */
class Drawing implements Stage {
  readonly #stdout: NodeJS.WriteStream
  readonly #title: string

  constructor(stdout: NodeJS.WriteStream, title: string[]) {
    this.#stdout = stdout
    this.#title = title.join('   ')
    stdout.write(clearAll)
  }

  show(moments: Moment[], cgroups: Cgroup[]): void {
    const lines = picture(this.#title, moments, cgroups, displayOf(this.#stdout, process.env, 80))
    // Line by line over what is there: wiped out first, it would flicker.
    this.#stdout.write(home + lines.map((line) => `${line}${clearLine}\n`).join('') + clearBelow)
  }
}

class Report implements Stage {
  readonly #stdout: NodeJS.WriteStream
  readonly #narrator = new Narrator()

  constructor(stdout: NodeJS.WriteStream, title: string[]) {
    this.#stdout = stdout
    stdout.write(`${title.join(': ')}\n`)
  }

  show(moments: Moment[]): void {
    const [now] = moments.slice(-1)
    for (const line of now ? this.#narrator.lines(now) : []) this.#stdout.write(`${line}\n`)
  }
}
