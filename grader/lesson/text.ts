import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeInWords, placeOf } from '../course/places.ts'
import { readProgress } from '../course/progress.ts'
import { findStep } from '../course/steps.ts'
import { root } from '../root.ts'
import type { Display } from '../terminal/display.ts'
import { fileAddress } from '../terminal/link.ts'
import { symbols } from '../terminal/symbols.ts'
import { onTerminal } from './markdown.ts'
import { messages } from './messages.ts'

/**
 * A lesson as a person reads it on a terminal.
 *
 * @param lesson - its name: `05-cgroups`
 */
export function lessonText(lesson: string, display: Display): string {
  const text = onTerminal(readFileSync(join(root, 'docs', `${lesson}.md`), 'utf8'), {
    ...display,
    address: (href) =>
      /^\w+:/.test(href) ? new URL(href) : fileAddress(join(root, 'docs', href.replace(/#.*$/, ''))),
    below: (heading) => placeBelow(lesson, heading),
    file: `docs/${lesson}.md`,
  })
  const next = messages.next(lesson)
  return next ? `${text}\n${next}\n` : text
}

/** Below `5.3 CPU`: what was last said of that TODO, and where it is in the person's files. */
function placeBelow(lesson: string, heading: string): string[] {
  const [todo] = /^\d+\.\d+(?= )/.exec(heading) ?? []
  const step = findStep(lesson)
  const place = todo !== undefined && step ? placeOf(todo, 'steps', root) : undefined
  if (todo === undefined || !step || !place) return []
  const outcome = readProgress()[step.number]?.todos[todo]
  return [`${outcome ? `${symbols[outcome]} ` : ''}${placeInWords(place)}`]
}
