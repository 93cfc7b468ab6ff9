/**
 * `npm run solve 05.3`, `reset 05`, `diff 05`, `undo`. Exit codes: 0 done · 1 it cannot be done, and why · 2 wrong use.
 */
import { WrongUse } from '../options.ts'
import { fitted } from '../terminal/fitted.ts'
import { Refusal, wrongUse } from './messages.ts'
import { diff, reset, solve, undo } from './swap.ts'
import { parseTarget } from './target.ts'

const commands = { solve, reset, diff }
const [command = '', ...args] = process.argv.slice(2)
try {
  process.stdout.write(answer())
} catch (error) {
  if (!(error instanceof WrongUse) && !(error instanceof Refusal)) throw error
  process.stderr.write(`${fitted(error.message, process.stderr)}\n`)
  process.exitCode = error instanceof WrongUse ? 2 : 1
}

function answer(): string {
  if (command === 'undo') {
    if (args.length > 0) throw new WrongUse(wrongUse.undo)
    return fitted(undo(), process.stdout)
  }
  const target = parseTarget(command, args)
  const said = commands[command as keyof typeof commands](target)
  // A difference is shown as it is.
  return command === 'diff' ? said : fitted(said, process.stdout)
}
