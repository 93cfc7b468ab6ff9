import pc from 'picocolors'
import type { Step } from '../course/steps.ts'
import { type Display, widest } from '../terminal/display.ts'
import { wrap } from '../terminal/wrap.ts'
import type { Hints } from './hints.ts'
import { messages } from './messages.ts'

/** The first `shown` hints on a TODO as a person reads them. Those before the last one they know already. */
export function screen({ todo, title, hints }: Hints, shown: number, display: Display): string {
  const { bold, dim } = pc.createColors(display.colors)
  const indent = display.plain ? '' : ' '.repeat(7)
  const width = display.plain ? display.columns : Math.min(display.columns, widest) - indent.length
  const blocks = hints.slice(0, shown).map((hint, index) => {
    const [first = '', ...rest] = laidOut(hint, width)
    const number = display.plain ? messages.number(index + 1) : `    ${index + 1}  `
    const lines = [number + first, ...rest.map((line) => line && indent + line)]
    return lines.map((line) => (line && index < shown - 1 ? dim(line) : line)).join('\n')
  })
  return `${[bold(`${todo} ${title}`), ...blocks].join('\n\n')}\n`
}

/** `_cgroups.ts_` is for those who read the file. */
const emphasis = /(?<![\w`])_([^_`]+)_(?![\w`])/g

/** Paragraphs are broken anew, to that width; code stays as it is, a little further in. */
function laidOut(markdown: string, width: number): string[] {
  const blocks = markdown.split(/^```.*$/m).flatMap((part, index) => {
    if (index % 2 === 1)
      return [
        part
          .slice(1, -1)
          .split('\n')
          .map((line) => `  ${line}`),
      ]
    const paragraphs = part
      .trim()
      .replace(emphasis, '$1')
      .split(/\n{2,}/)
    return paragraphs.filter(Boolean).map((paragraph) => wrap(paragraph.replaceAll('\n', ' '), width))
  })
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]))
}

/** The TODOs of a step, and how far a person got with the hints on each. */
export function list(
  { number, title }: Step,
  all: Hints[],
  seen: Map<string, number>,
  display: Display,
): string {
  const { bold, dim } = pc.createColors(display.colors)
  const longest = Math.max(...all.map((each) => each.title.length))
  const lines = all.map(({ todo, title, hints }) => {
    const beside = messages.seen(Math.min(seen.get(todo) ?? 0, hints.length), hints.length)
    return display.plain
      ? `${todo} ${title}: ${beside}`
      : `  ${todo.padEnd(4)} ${title.padEnd(longest)}   ${dim(beside)}`
  })
  return `${[bold(`${number} ${title}`), ...lines].join('\n')}`
}
