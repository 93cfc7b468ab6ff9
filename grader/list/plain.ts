import { type Chapter, doneOf, nextOf } from './chapter.ts'
import { messages } from './messages.ts'

/** The list for a screen reader: a line a TODO, which begins with the word for how it stands. */
export function plainList(chapters: Chapter[]): string[] {
  const all = chapters.flatMap(({ entries }) => entries)
  return [
    messages.total(doneOf(all), all.length),
    ...chapters.flatMap(({ step, entries, asides }) => [
      '',
      [`${step.number} ${step.title}`, ...asides].join(', '),
      ...entries.map(({ id, title, outcome }) => `${outcome ?? messages.untried}: ${id} ${title}`),
    ]),
    '',
    nextOf(chapters).join('. '),
  ]
}
