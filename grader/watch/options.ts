import { findStep, type Step } from '../course/steps.ts'
import { refuseSwallowedFlags, WrongUse } from '../wrong-use.ts'
import { messages } from './messages.ts'

/** What one `watch` was asked to do. */
export interface Options {
  /** Absent where the person goes on where they are. */
  step?: Step
  /** Unchanged parts of earlier steps are the person's own. */
  mine: boolean
}

/**
 * Reads `05`, `05 mine`, `mine`.
 *
 * @throws WrongUse
 */
export function parseWatch(argv: string[]): Options {
  refuseSwallowedFlags('watch 05', ['mine'], argv)
  const words = argv.filter((word) => word !== 'mine' && word !== '--mine')
  const [name, ...others] = words
  if (others.length > 0 || name?.startsWith('-')) throw new WrongUse(messages.usage)
  const mine = words.length < argv.length
  if (name === undefined) return { mine }
  const step = findStep(name)
  if (!step) throw new WrongUse(messages.unknown(name))
  return { step, mine }
}
