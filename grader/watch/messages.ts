import { allDone } from '../course/next.ts'
import { type Step, validSteps } from '../course/steps.ts'
import type { TodoVerdict } from '../verdict/verdict.ts'
import type { Action } from './keys.ts'

const keys = {
  hint: 'h hint',
  next: 'n next step',
  list: 'l list',
  lesson: 'r read the lesson',
  diff: 'd diff to the solution',
  again: 'g grade again',
  all: 'a all steps',
  quit: 'q quit',
} satisfies Record<Action, string>

/** All words of `watch` that are not a verdict's, a hint's or a list's. */
export const messages = {
  usage: `npm start, or npm run watch 05: grades a step whenever you save it · ${validSteps}`,
  unknown: (name: string) => `There is no step ${JSON.stringify(name)} · npm run watch 05 · ${validSteps}`,
  notTerminal: 'It watches, and grades, until Ctrl-C. On a terminal it has keys: npm start',
  keys,
  plainKeys: `Keys: ${Object.values(keys).join(', ')}.`,
  changed: (todos: TodoVerdict[]) =>
    todos.length > 0
      ? `Changed: ${todos.map(({ id, outcome }) => `${id} ${outcome}`).join(', ')}.`
      : 'Nothing changed.',
  grading: (step: string, open: string[]) =>
    `grading ${step}${open.length > 0 ? `: ${open.join(' ')} to come` : ''} …`,
  watching: (folder: string) => `watching steps/${folder}: save a file in it, and it is graded again`,
  stepDone: (next: string | undefined, left: Step[]) =>
    next === undefined ? allDone(left) : `All of it passes. n goes on to ${next}.`,
  oneMore: 'one more: h',
  noHint: 'There is nothing left here that a hint could be about. n goes on to the next step.',
  back: 'any key goes back',
  quit: 'Your files are as you left them. npm start goes on.',
}
