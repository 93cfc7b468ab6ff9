import pc from 'picocolors'
import type { Progress } from '../progress.ts'
import type { Look } from '../terminal/look.ts'
import { withPlaces } from '../terminal/places.ts'
import { symbols } from '../verdict/messages.ts'
import { paint } from '../verdict/screen.ts'
import { type Chapter, chaptersOf, doneOf, type Entry, isOpen, nextOf } from './chapter.ts'
import { messages } from './messages.ts'
import { plainList } from './plain.ts'

type Colors = ReturnType<typeof pc.createColors>

const barWidth = 24
const widest = 100

/** Every step and every TODO, how far a person has come, and where to go on. */
export function listScreen(progress: Progress, look: Look): string {
  const chapters = chaptersOf(progress)
  const lines = look.plain ? plainList(chapters) : drawn(chapters, look)
  return withPlaces(lines.map((text) => `${text.trimEnd()}\n`).join(''), look)
}

function drawn(chapters: Chapter[], { columns, colors }: Look): string[] {
  const ink = pc.createColors(colors)
  const next = chapters.find(({ entries }) => entries.some(isOpen))
  return [
    total(chapters, ink),
    ...chapters.flatMap((chapter) => [
      '',
      heading(chapter, chapter === next, ink),
      ...chapter.entries.map((entry) => line(entry, Math.min(columns, widest), ink)),
    ]),
    '',
    nextOf(chapters).join(' · '),
  ]
}

function total(chapters: Chapter[], ink: Colors): string {
  const entries = chapters.flatMap((chapter) => chapter.entries)
  const full = Math.floor((doneOf(entries) / entries.length) * barWidth)
  const score = messages.score(doneOf(entries), entries.length)
  return `${ink.green('█'.repeat(full))}${ink.dim('░'.repeat(barWidth - full))}  ${score}`
}

function heading({ step, asides }: Chapter, isNext: boolean, ink: Colors): string {
  const title = `${step.number} ${step.title}`
  return `${isNext ? messages.here : ' '} ${ink.bold(title)}   ${ink.dim(asides.join(' · '))}`
}

function line({ id, title, outcome }: Entry, columns: number, ink: Colors): string {
  const [symbol, color] = outcome ? [symbols[outcome], paint(ink, outcome)] : [messages.open, ink.dim]
  const head = `    ${color(symbol)} ${id.padEnd(4)} `
  const room = columns - '    ✔ 10.1 '.length
  return head + (title.length > room ? `${title.slice(0, Math.max(0, room - 1))}…` : title)
}
