import pc from 'picocolors'
import type { Progress } from '../course/progress.ts'
import { type Colors, type Display, widest } from '../terminal/display.ts'
import { withFileLinks } from '../terminal/file-links.ts'
import { symbols } from '../terminal/symbols.ts'
import { inLines, wrap } from '../terminal/wrap.ts'
import { paint } from '../verdict/screen.ts'
import { type Chapter, chaptersOf, doneOf, type Entry, isUndone, nextOf } from './chapter.ts'
import { messages } from './messages.ts'
import { plainList } from './plain.ts'

const barWidth = 24

/** Every step and every TODO, how far a person has come, and where to go on. */
export function listScreen(progress: Progress, display: Display): string {
  const chapters = chaptersOf(progress)
  const lines = display.plain ? plainList(chapters) : drawn(chapters, display)
  return withFileLinks(lines.map((text) => `${text.trimEnd()}\n`).join(''), display)
}

function drawn(chapters: Chapter[], { columns, colors }: Display): string[] {
  const ink = pc.createColors(colors)
  const width = Math.min(columns, widest)
  const next = chapters.find(({ entries }) => entries.some(isUndone))
  return [
    total(chapters, ink),
    ...chapters.flatMap((chapter) => [
      '',
      ...heading(chapter, chapter === next, width, ink),
      ...chapter.entries.flatMap((entry) => entryLines(entry, width, ink)),
    ]),
    '',
    ...inLines(messages.legend(symbols), '   ', width).map(ink.dim),
    ...inLines(nextOf(chapters), ' · ', width),
  ]
}

function total(chapters: Chapter[], ink: Colors): string {
  const entries = chapters.flatMap((chapter) => chapter.entries)
  const full = Math.floor((doneOf(entries) / entries.length) * barWidth)
  const score = messages.total(doneOf(entries), entries.length)
  return `${ink.green('█'.repeat(full))}${ink.dim('░'.repeat(barWidth - full))}  ${score}`
}

function heading({ step, asides }: Chapter, isNext: boolean, width: number, ink: Colors): string[] {
  const mark = isNext ? messages.here : ' '
  const title = `${step.number} ${step.title}`
  const [first = '', ...rest] = inLines([title, asides.join(' · ')], '   ', width - 2)
  const beside = first.slice(title.length)
  return [`${mark} ${ink.bold(title)}${ink.dim(beside)}`, ...rest.map((line) => `     ${ink.dim(line)}`)]
}

function entryLines({ id, title, outcome }: Entry, width: number, ink: Colors): string[] {
  const [symbol, color] = outcome ? [symbols[outcome], paint(ink, outcome)] : [messages.open, ink.dim]
  const indent = ' '.repeat('    ✔ 10.1 '.length)
  const [first = '', ...rest] = wrap(title, width - indent.length)
  return [`    ${color(symbol)} ${id.padEnd(4)} ${first}`, ...rest.map((line) => indent + line)]
}
