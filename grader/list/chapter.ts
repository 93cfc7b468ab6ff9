import { placeInWords, placeOf } from '../course/places.ts'
import { isStale, type Progress } from '../course/progress.ts'
import { type Step, steps } from '../course/steps.ts'
import { type Todo, todosOf } from '../course/todos.ts'
import { root } from '../root.ts'
import type { Outcome } from '../verdict/verdict.ts'
import { messages } from './messages.ts'

/** A TODO and what was last said of it, if anything was. */
export type Entry = Todo & { outcome: Outcome | undefined }

/** A step, and how far a person has come with it. */
export interface Chapter {
  step: Step
  entries: Entry[]
  /** Beside its title. */
  asides: string[]
}

export const chaptersOf = (progress: Progress): Chapter[] => steps.map((step) => chapterOf(step, progress))

function chapterOf(step: Step, progress: Progress): Chapter {
  const last = progress[step.number]
  const entries = todosOf(step).map((todo) => ({ ...todo, outcome: last?.todos[todo.id] }))
  const remark = last === undefined ? messages.untried : isStale(step, last) ? messages.stale : undefined
  return {
    step,
    entries,
    asides: [messages.score(doneOf(entries), entries.length), ...(remark ? [remark] : [])],
  }
}

export const isUndone = ({ outcome }: Entry) => outcome !== 'pass'

export const doneOf = (entries: Entry[]) => entries.filter((entry) => !isUndone(entry)).length

/** What to do next, in parts. */
export function nextOf(chapters: Chapter[]): string[] {
  const [entry] = chapters.flatMap(({ entries }) => entries).filter(isUndone)
  if (!entry) return [messages.finished]
  const place = placeOf(entry.id, 'steps', root)
  return messages.next(entry.id, ...(place ? [placeInWords(place)] : []))
}
