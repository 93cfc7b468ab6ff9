import { join } from 'node:path'
import { contentsOf } from '../course/contents.ts'
import type { Step } from '../course/steps.ts'
import { findTarget, type Target } from '../course/todos.ts'
import { root } from '../root.ts'
import { WrongUse } from '../wrong-use.ts'
import { wrongUse } from './messages.ts'

/**
 * What a swap is about.
 *
 * @throws WrongUse
 */
export function parseTarget(command: string, [name, ...others]: string[]): Target {
  if (name === undefined || others.length > 0) throw new WrongUse(wrongUse.noStep(command))
  const target = findTarget(name)
  if (!target) throw new WrongUse(wrongUse.unknown(command, name))
  return target
}

/** The reference of a step. */
export const referenceOf = ({ folder }: Step) => contentsOf(join(root, 'solutions', folder))

/** In words: `TODO 5.3`, or `steps/05-cgroups`. */
export const targetInWords = ({ step, todo }: Target) => (todo ? `TODO ${todo}` : `steps/${step.folder}`)
