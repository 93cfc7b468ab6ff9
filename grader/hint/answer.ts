import { noteFile } from '../course/notes.ts'
import { placeInWords, solutionOf } from '../course/places.ts'
import type { Step } from '../course/steps.ts'
import { root } from '../root.ts'
import type { Display } from '../terminal/display.ts'
import { withFileLinks } from '../terminal/file-links.ts'
import { wrapWhole } from '../terminal/fitted.ts'
import { spelt } from '../terminal/spelt.ts'
import { WrongUse } from '../wrong-use.ts'
import { type Hints, hintsOf } from './hints.ts'
import { recall, remember } from './memory.ts'
import { messages, wrongUse } from './messages.ts'
import type { Wish } from './options.ts'
import { list, screen } from './screen.ts'

/**
 * The hints on a TODO, one more each time; where only a step is named, its TODOs.
 *
 * @param oneMore - how to have the next one, where that is no command
 * @throws WrongUse where there is no such TODO
 */
export function answer({ step, todo, all }: Wish, display: Display, oneMore?: string): string {
  const hints = hintsOf(step)
  const seen = recall()
  if (todo === undefined) return withFooter(list(step, hints, seen, display), [messages.ask(step)], display)
  const asked = hints.find((each) => each.todo === todo)
  if (!asked) throw new WrongUse(wrongUse.noTodo(todo))
  const shown = all ? asked.hints.length : Math.min((seen.get(todo) ?? 0) + 1, asked.hints.length)
  const trouble = remember(seen.set(todo, shown))
  const isLast = shown === asked.hints.length
  const footer = [
    ...(isLast
      ? afterLast(asked, step)
      : [messages.more(shown, asked.hints.length, oneMore ?? messages.oneMore(todo))]),
    ...(trouble && !isLast ? [messages.forgetful(noteFile('hints'), trouble, todo)] : []),
  ]
  return withFooter(screen(asked, shown, display), footer, display)
}

function withFooter(text: string, footer: string[], display: Display): string {
  const lines = footer.flatMap((line) =>
    display.plain ? [spelt(line)] : wrapWhole(line, display.columns - 2).map((part) => `  ${part}`),
  )
  return withFileLinks(`${[text, ...lines].join('\n')}\n`, display)
}

/** Where to look when there is no hint any more. */
function afterLast({ todo, hints }: Hints, { folder, number }: Step): string[] {
  return [
    messages.last(hints.length),
    messages.solution(solutionOf(todo, root).map(placeInWords)),
    messages.solve(todo),
    messages.lesson(`docs/${folder}.md`, number),
  ]
}
