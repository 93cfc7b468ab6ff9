import pc from 'picocolors'
import { isStale, type Progress } from '../progress.ts'
import { type Step, steps } from '../steps.ts'
import { type Todo, todosOf } from '../todos.ts'
import { symbols } from '../verdict/messages.ts'
import { type Look, paint } from '../verdict/screen.ts'
import type { Outcome } from '../verdict/verdict.ts'
import { messages } from './messages.ts'

type Colors = ReturnType<typeof pc.createColors>

/** A TODO and what was last said of it, if anything was. */
type Entry = Todo & { outcome: Outcome | undefined }

/** A step, and how far a person has come with it. */
interface Chapter {
  step: Step
  entries: Entry[]
  /** Beside its title. */
  aside: string
}

const barWidth = 24
const widest = 100

/** Every step and every TODO, how far a person has come, and where to go on. */
export function listScreen(progress: Progress, { columns, colors }: Look): string {
  const ink = pc.createColors(colors)
  const chapters = steps.map((step) => chapterOf(step, progress))
  const next = chapters.find(({ entries }) => entries.some(isOpen))
  const lines = [
    total(chapters, ink),
    ...chapters.flatMap((chapter) => [
      '',
      heading(chapter, chapter === next, ink),
      ...chapter.entries.map((entry) => line(entry, Math.min(columns, widest), ink)),
    ]),
    '',
    footer(next),
  ]
  return lines.map((text) => `${text.trimEnd()}\n`).join('')
}

function chapterOf(step: Step, progress: Progress): Chapter {
  const last = progress[step.number]
  const entries = todosOf(step).map((todo) => ({ ...todo, outcome: last?.todos[todo.id] }))
  const aside = last === undefined ? messages.untried : isStale(step, last) ? messages.stale : ''
  return { step, entries, aside }
}

const isOpen = ({ outcome }: Entry) => outcome !== 'pass'

const score = (entries: Entry[]) =>
  messages.score(entries.filter((entry) => !isOpen(entry)).length, entries.length)

function total(chapters: Chapter[], ink: Colors): string {
  const entries = chapters.flatMap((chapter) => chapter.entries)
  const full = Math.floor((entries.filter((entry) => !isOpen(entry)).length / entries.length) * barWidth)
  return `${ink.green('█'.repeat(full))}${ink.dim('░'.repeat(barWidth - full))}  ${score(entries)}`
}

function heading({ step, entries, aside }: Chapter, isNext: boolean, ink: Colors): string {
  const title = `${step.number} ${step.title}`
  return `${isNext ? messages.here : ' '} ${ink.bold(title)}   ${ink.dim([score(entries), aside].filter(Boolean).join(' · '))}`
}

function line({ id, title, outcome }: Entry, columns: number, ink: Colors): string {
  const [symbol, color] = outcome ? [symbols[outcome], paint(ink, outcome)] : [messages.open, ink.dim]
  const head = `    ${color(symbol)} ${id.padEnd(4)} `
  const room = columns - '    ✔ 10.1 '.length
  return head + (title.length > room ? `${title.slice(0, Math.max(0, room - 1))}…` : title)
}

function footer(next: Chapter | undefined): string {
  const todo = next?.entries.find(isOpen)
  return next && todo ? messages.next(todo.id, next.step.number) : messages.finished
}
