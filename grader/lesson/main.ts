/** `npm run lesson 05`: a lesson on the terminal. Exit codes: 0 · 2 wrong use. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { placeOf } from '../places.ts'
import { readProgress } from '../progress.ts'
import { root } from '../session/settings.ts'
import { findStep } from '../steps.ts'
import { symbols } from '../verdict/messages.ts'
import { wantsColors } from '../verdict/screen.ts'
import { lessons, messages } from './messages.ts'
import { page } from './pager.ts'
import { onTerminal } from './terminal.ts'

const [name, ...others] = process.argv.slice(2)
const lesson = lessons.find((each) => each === name || each.slice(0, 2) === name?.padStart(2, '0'))
if (lesson === undefined || others.length > 0) {
  process.stderr.write(
    `${name === undefined || others.length > 0 ? messages.which : messages.unknown(name)}\n`,
  )
  process.exitCode = 2
} else await page(shown(lesson))

function shown(lesson: string): string {
  const { stdout, env } = process
  return onTerminal(readFileSync(join(root, 'docs', `${lesson}.md`), 'utf8'), {
    columns: stdout.columns || 80,
    colors: wantsColors(stdout, env),
    address: (href) =>
      /^\w+:/.test(href) ? href : pathToFileURL(join(root, 'docs', href.replace(/#.*$/, ''))).href,
    below: (heading) => placeBelow(lesson, heading),
  })
}

/** Below `5.3 CPU`: what was last said of that TODO, and where it is in the person's files. */
function placeBelow(lesson: string, heading: string): string[] {
  const [todo] = /^\d+\.\d+(?= )/.exec(heading) ?? []
  const step = findStep(lesson)
  if (todo === undefined || !step) return []
  const outcome = readProgress()[step.number]?.todos[todo]
  const place = placeOf(todo, 'steps', root)
  return place
    ? [`${outcome ? `${symbols[outcome]} ` : ''}${place.file}${place.line ? `:${place.line}` : ''}`]
    : []
}
