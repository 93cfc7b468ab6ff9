import pc from 'picocolors'
import { placeInWords } from '../course/places.ts'
import { type Colors, type Display, widest } from '../terminal/display.ts'
import { withFileLinks } from '../terminal/file-links.ts'
import { symbols } from '../terminal/symbols.ts'
import { wrap } from '../terminal/wrap.ts'
import { messages } from './messages.ts'
import { plainReport } from './plain.ts'
import type { Outcome, Report, StepVerdict, TodoVerdict } from './verdict.ts'

/**
 * The report as a person reads it.
 *
 * @param toCome - how many TODOs have not been judged yet: they count in the score
 */
export function screen(report: Report, display: Display, toCome = 0): string {
  if (display.plain) return plainReport(report)
  const page = new Page(Math.min(display.columns, widest), pc.createColors(display.colors))
  return withFileLinks(report.steps.map((step) => page.step(step, toCome)).join('\n'), display)
}

export function paint(colors: Colors, outcome: Outcome): (text: string) => string {
  return {
    pass: colors.green,
    fail: colors.red,
    waits: colors.dim,
    environment: colors.yellow,
    inconclusive: colors.yellow,
  }[outcome]
}

class Page {
  readonly #width: number
  readonly #colors: Colors

  constructor(width: number, colors: Colors) {
    this.#width = width
    this.#colors = colors
  }

  step(verdict: StepVerdict, toCome: number): string {
    const lines = [this.#header(verdict)]
    let said = ''
    const column = this.#columnBeside(verdict.todos)
    for (const todo of verdict.todos) {
      lines.push(...this.#todo(todo, column, todo.message === said))
      said = todo.outcome === 'pass' ? '' : (todo.message ?? '')
    }
    lines.push(...this.#leftovers(verdict.leftovers), `  ${this.#footer(verdict, toCome)}`)
    return lines.map((line) => `${line.trimEnd()}\n`).join('')
  }

  #header(verdict: StepVerdict): string {
    const name = `${verdict.step} ${verdict.title}`
    const where = messages.where(verdict).join(' · ')
    const room = this.#width - name.length - where.length
    const gap = room >= 2 ? ' '.repeat(room) : '\n  '
    return this.#colors.bold(name) + gap + this.#colors.dim(where)
  }

  /** Where the words beside the titles begin, so that they stand below one another. */
  #columnBeside(todos: TodoVerdict[]): number {
    const titles = todos.filter((todo) => messages.beside(todo)).map((todo) => head(todo).length)
    return Math.max(0, ...titles) + 3
  }

  #todo(todo: TodoVerdict, column: number, saidAbove: boolean): string[] {
    const color = paint(this.#colors, todo.outcome)
    const indent = ' '.repeat(head({ ...todo, title: '' }).length)
    const beside = messages.beside(todo)
    const [first = '', ...rest] = wrap(todo.title, this.#width - indent.length)
    const title = head({ ...todo, title: first })
    const line = title.replace(symbols[todo.outcome], color(symbols[todo.outcome]))
    const lines = [line, ...rest.map((more) => indent + more)]
    if (beside) {
      const fits = rest.length === 0 && column + beside.length <= this.#width
      if (fits) lines[0] += ' '.repeat(column - title.length) + this.#colors.dim(beside)
      else lines.push(...this.#paragraph(beside, indent, this.#colors.dim))
    }
    const details =
      todo.outcome === 'fail' ? this.#failure(todo, indent) : saidAbove ? [] : this.#message(todo, indent)
    return [...lines, ...details]
  }

  #message({ message, outcome }: TodoVerdict, indent: string): string[] {
    return message ? this.#paragraph(message, indent, outcome === 'pass' ? this.#colors.dim : String) : []
  }

  #failure(todo: TodoVerdict, indent: string): string[] {
    const { kernelFile, expected, found, message, file, line } = todo
    const foundLine = found !== undefined ? `${indent}  ${messages.found.padEnd(10)}${found}` : ''
    // A remark of a few words stands beside what was found; anything longer comes first.
    const aside =
      message && foundLine && !message.includes('.') && foundLine.length + message.length + 8 < this.#width
    const lines = message && !aside ? this.#paragraph(message, indent, String) : []
    if (kernelFile) lines.push(indent + kernelFile)
    if (expected !== undefined) lines.push(...this.#value(messages.expected, expected, indent))
    if (found !== undefined) lines.push(...this.#value(messages.found, found, indent))
    if (aside) lines[lines.length - 1] += `        ${message}`
    if (file) {
      const place = placeInWords({ file, line })
      const name = `   ${messages.todo(todo.id)}`
      const fits = indent.length + place.length + name.length <= this.#width
      lines.push(indent + this.#colors.cyan(place) + (fits ? name : ''))
    }
    return lines
  }

  #value(name: string, value: string, indent: string): string[] {
    const deeper = `${indent}${' '.repeat(12)}`
    return wrap(value, this.#width - deeper.length).map((text, index) =>
      index === 0 ? `${indent}  ${this.#colors.dim(name.padEnd(10))}${text}` : deeper + text,
    )
  }

  #leftovers(sentences: string[]): string[] {
    if (sentences.length === 0) return []
    const [first = '', ...rest] = this.#paragraph(messages.leftovers, '    ', String)
    const heading = `  ${this.#colors.yellow(symbols.environment)} ${first.trimStart()}`
    return [heading, ...rest, ...sentences.flatMap((sentence) => this.#paragraph(sentence, '      ', String))]
  }

  #footer(verdict: StepVerdict, toCome: number): string {
    const footer = messages.footer(verdict, toCome).join(' · ')
    return verdict.outcome === 'pass' ? this.#colors.green(footer) : footer
  }

  #paragraph(text: string, indent: string, color: (text: string) => string): string[] {
    return wrap(text, this.#width - indent.length).map((line) => indent + color(line))
  }
}

function head({ outcome, id, title }: Pick<TodoVerdict, 'outcome' | 'id' | 'title'>): string {
  return `  ${symbols[outcome]} ${id.padEnd(4)} ${title}`
}
