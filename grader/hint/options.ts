import { findStep, type Step } from '../steps.ts'
import { wrongUse } from './messages.ts'

/** What one `hint` was asked for. */
export interface Wish {
  step: Step
  /** `5.3`; absent where only the step was named. */
  todo?: string
  /** Every hint on it at once. */
  all: boolean
}

/** The command line cannot be understood; the message says what can be. Exit code 2. */
export class WrongUse extends Error {}

/**
 * Reads the arguments of `hint`: a TODO, as `05.3` or `5.3`, or a step.
 *
 * @returns null where help was asked for
 * @throws WrongUse
 */
export function parseHint(argv: string[], env: NodeJS.ProcessEnv): Wish | null {
  const words = new Set(argv)
  if (words.has('--help') || words.has('-h')) return null
  const all = ['all', '--all'].map((word) => words.delete(word)).includes(true)
  const [name = '', ...more] = words
  const [stepName = '', number, ...rest] = name.split('.')
  const step = findStep(stepName)
  if (name === '' || more.length > 0) throw new WrongUse(wrongUse.usage)
  if (!step || rest.length > 0) throw new WrongUse(wrongUse.noTodo(name))
  const todo = number === undefined ? undefined : `${Number(step.number)}.${number}`
  if (env.npm_config_all && !all) throw new WrongUse(wrongUse.npmAte(todo ?? stepName))
  return { step, ...(todo !== undefined && { todo }), all }
}
