import pc from 'picocolors'
import type { CheckResult } from '../check.ts'
import { stepOf } from '../course/steps.ts'
import type { Colors, Display } from '../terminal/display.ts'
import { symbols } from '../terminal/symbols.ts'
import { messages } from './messages.ts'
import { paint } from './screen.ts'

interface Terminal {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/**
 * One line that shows a person on a terminal how far the run is. It is gone before the verdict is printed. A plain
 * terminal is told once that it has begun.
 */
export class LiveLine {
  readonly #terminal: Terminal
  readonly #colors: Colors
  readonly #plain: boolean
  #hasBegun = false
  #results: CheckResult[] = []

  constructor(terminal: Terminal, { colors, plain }: Display) {
    this.#terminal = terminal
    this.#colors = pc.createColors(colors)
    this.#plain = plain
  }

  /** @param title - of the check that begins */
  starts(title: string): void {
    if (this.#plain) this.#begin()
    const room = (this.#terminal.columns || 80) - 4 - this.#results.length * 6
    this.#write(`  ${this.#marks()}${this.#colors.dim(title.slice(0, Math.max(0, room)))}`)
  }

  ends(result: CheckResult): void {
    const step = stepOf(result.id)
    this.#results = [...this.#results.filter(({ id }) => stepOf(id) === step), result]
  }

  clear(): void {
    this.#write('')
  }

  #begin(): void {
    if (!this.#hasBegun && this.#terminal.isTTY) this.#terminal.write(`${messages.grading}\n`)
    this.#hasBegun = true
  }

  #marks(): string {
    const mark = ({ id, finding }: CheckResult) =>
      `${paint(this.#colors, finding.outcome)(symbols[finding.outcome])} ${id} `
    return this.#results.map(mark).join('')
  }

  #write(text: string): void {
    if (this.#terminal.isTTY && !this.#plain) this.#terminal.write(`\r\x1b[2K${text}`)
  }
}
