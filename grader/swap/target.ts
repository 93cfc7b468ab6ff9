import { join } from 'node:path'
import { WrongUse } from '../options.ts'
import { cut } from '../regions.ts'
import { root } from '../session/settings.ts'
import { findStep, type Step } from '../steps.ts'
import { contentsOf } from './files.ts'
import { wrongUse } from './messages.ts'

/** What a swap is about: a step, or one TODO of it. */
export interface Target {
  step: Step
  /** `5.3` */
  todo?: string
}

/**
 * Reads `05`, `5`, `05-cgroups`, or `05.3` and `5.3`.
 *
 * @throws WrongUse
 */
export function parseTarget(command: string, [name, ...others]: string[]): Target {
  if (name === undefined || others.length > 0) throw new WrongUse(wrongUse.noStep(command))
  const [number = '', part] = name.split('.')
  const step = findStep(number)
  const todo = part === undefined ? undefined : `${Number(number)}.${part}`
  if (!step || (todo !== undefined && !todosOf(step).includes(todo)))
    throw new WrongUse(wrongUse.unknown(command, name))
  return { step, ...(todo !== undefined && { todo }) }
}

/** The reference of a step. */
export const solutionOf = ({ folder }: Step) => contentsOf(join(root, 'solutions', folder))

const todosOf = (step: Step) =>
  Object.values(solutionOf(step)).flatMap((text) => cut(text).flatMap(({ todo }) => todo ?? []))

/** In words: `TODO 5.3`, or `steps/05-cgroups`. */
export const inWords = ({ step, todo }: Target) => (todo ? `TODO ${todo}` : `steps/${step.folder}`)
