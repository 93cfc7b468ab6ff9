/**
 * `npm run hint 05.3`: one hint more each time; see `options.ts` for what can be asked. Exit codes: 0 shown · 2 wrong use.
 */
import pc from 'picocolors'
import { WrongUse } from '../options.ts'
import { solutionOf } from '../places.ts'
import { root } from '../session/settings.ts'
import type { Step } from '../steps.ts'
import { wantsColors } from '../verdict/screen.ts'
import { type Hints, hintsOf } from './hints.ts'
import { memory, recall, remember } from './memory.ts'
import { help, messages, wrongUse } from './messages.ts'
import { parseHint, type Wish } from './options.ts'
import { type Look, list, screen } from './screen.ts'

const look: Look = {
  columns: process.stdout.columns || Infinity,
  colors: pc.createColors(wantsColors(process.stdout, process.env)),
}

try {
  const wish = parseHint(process.argv.slice(2), process.env)
  process.stdout.write(wish ? answer(wish) : help)
} catch (error) {
  if (!(error instanceof WrongUse)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}

function answer({ step, todo, all }: Wish): string {
  const hints = hintsOf(step, root)
  const seen = recall(root)
  if (todo === undefined) return `${list(step, hints, seen, look)}\n  ${messages.ask(step)}\n`
  const asked = hints.find((each) => each.todo === todo)
  if (!asked) throw new WrongUse(wrongUse.noTodo(todo))
  const shown = all ? asked.hints.length : Math.min((seen.get(todo) ?? 0) + 1, asked.hints.length)
  const trouble = remember(seen.set(todo, shown), root)
  const isLast = shown === asked.hints.length
  return [
    screen(asked, shown, look),
    ...(isLast ? afterLast(asked, step) : [messages.more(shown, asked.hints.length, todo)]),
    ...(trouble && !isLast ? [messages.forgetful(memory, trouble, todo)] : []),
  ]
    .join('\n  ')
    .concat('\n')
}

/** Where to look when there is no hint any more. */
function afterLast({ todo, hints }: Hints, { folder }: Step): string[] {
  return [
    messages.last(hints.length),
    messages.solution(solutionOf(todo, root).map(({ file, line }) => `${file}:${line}`)),
    messages.lesson(`docs/${folder}.md`),
  ]
}
