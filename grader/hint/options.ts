import { findTarget, type Target } from '../course/todos.ts'
import { refuseSwallowedFlags, WrongUse } from '../wrong-use.ts'
import { wrongUse } from './messages.ts'

/** What one `hint` was asked for. */
export interface Wish extends Target {
  /** Every hint on it at once. */
  all: boolean
}

/**
 * Reads the arguments of `hint`: a TODO, as `05.3` or `5.3`, or a step.
 *
 * @returns null where help was asked for
 * @throws WrongUse
 */
export function parseHint(argv: string[], env: NodeJS.ProcessEnv): Wish | null {
  refuseSwallowedFlags('hint 05.3', ['all'], argv, env)
  const words = new Set(argv)
  if (words.has('--help') || words.has('-h')) return null
  const all = ['all', '--all'].map((word) => words.delete(word)).includes(true)
  const [name = '', ...more] = words
  if (name === '' || more.length > 0) throw new WrongUse(wrongUse.usage)
  const target = findTarget(name)
  if (!target) throw new WrongUse(wrongUse.noTodo(name))
  return { ...target, all }
}
