/**
 * `npm run solve 05.3`, `reset 05`, `diff 05`, `undo`. Exit codes: 0 done · 1 it cannot be done, and why · 2 wrong use · 70
 * the kit broke.
 */

import { runCommand } from '../run-command.ts'
import { fitted } from '../terminal/fitted.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { WrongUse } from '../wrong-use.ts'
import { wrongUse } from './messages.ts'
import { diff, reset, solve, undo } from './swap.ts'
import { parseTarget } from './target.ts'

await runCommand(([command = '', ...args]) => {
  if (command === 'diff') showDifference(args)
  else process.stdout.write(fitted(swap(command, args), process.stdout))
  return exitCodes.pass
})

function swap(command: string, args: string[]): string {
  if (command !== 'undo') return (command === 'reset' ? reset : solve)(parseTarget(command, args))
  if (args.length > 0) throw new WrongUse(wrongUse.undo)
  return undo()
}

/** A difference is shown as it is, for it may go into a file: what to do next is said beside it. */
function showDifference(args: string[]): void {
  const { shown, next } = diff(parseTarget('diff', args))
  process.stdout.write(next ? shown : fitted(shown, process.stdout))
  if (next) process.stderr.write(fitted(next, process.stderr))
}
