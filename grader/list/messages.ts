import { type Step, stepOf } from '../course/steps.ts'
import { hintCommand } from '../hint/messages.ts'

const finished = 'Everything passes. docs/11-outro.md says where to go from here.'

/** What is said after the last step: others may have been left out. */
export const allDone = (left: Step[]) =>
  left.length === 0
    ? finished
    : `All of it passes. Still open: ${left.map(({ number }) => number).join(' ')}, see npm run list`

/** All words of `list`, beside the titles. */
export const messages = {
  usage: 'npm run list: every step and TODO, and how far you have come. It takes no arguments.\n',
  untried: 'not graded yet',
  stale: 'changed since it was graded',
  open: '·',
  here: '▸',
  total: (done: number, all: number) => `${done} of ${all} TODOs pass`,
  score: (done: number, all: number) => `${done} of ${all}`,
  next: (todo: string, ...places: string[]) => [
    `next: ${todo}`,
    ...places,
    `npm run lesson ${stepOf(todo).number}`,
    `npm run grade ${stepOf(todo).number}`,
    hintCommand(todo),
  ],
  /** What the signs mean, those of verdicts and of what has none. */
  legend: (symbols: Record<'pass' | 'fail' | 'waits', string>) => [
    `${symbols.pass} passes`,
    `${symbols.fail} fails`,
    `${symbols.waits} waits for an earlier one`,
    `${messages.open} ${messages.untried}`,
  ],
  finished,
}
