import { finished, hintCommand } from '../course/next.ts'
import { stepOf } from '../course/steps.ts'

/** All words of `list`, beside the titles. */
export const messages = {
  usage: 'npm run list: every step and TODO, and how far you have come. It takes no arguments.',
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
