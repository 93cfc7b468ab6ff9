import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'
import { findStep, type Step } from './steps.ts'

/** A TODO, and what holds when it is done. */
export interface Todo {
  /** `5.3` */
  id: string
  title: string
  /** Those without which nothing can be said about it. */
  needs: string[]
}

/** The first arguments of `check`. */
const declared =
  /^check\(\s*'(?<id>[\d.]+)',\s*(?:'(?<title>[^']*)'|"(?<quoted>[^"]*)"),\s*\[(?<needs>[^\]]*)\]/m

/** The TODOs of a step, as their checks name them: read, not run, for that would take a machine. */
export function todosOf({ folder }: Step): Todo[] {
  const checks = join(root, 'grader/checks', folder)
  return readdirSync(checks)
    .map((file) => {
      const {
        id,
        title,
        quoted,
        needs = '',
      } = declared.exec(readFileSync(join(checks, file), 'utf8'))?.groups ?? {}
      if (id === undefined) throw new Error(`${file} declares no check that can be read`)
      return { id, title: title ?? quoted ?? '', needs: needs.match(/[\d.]+/g) ?? [] }
    })
    .sort((one, other) => byNumber(one.id, other.id))
}

/** 10.2 comes before 10.10. */
export const byNumber = new Intl.Collator('en', { numeric: true }).compare

/** A step, or one TODO of it. */
export interface Target {
  step: Step
  /** `5.3` */
  todo?: string
}

/** What a person means by `05`, `5`, `05-cgroups`, `05.3` or `5.3`; undefined where there is no such thing. */
export function findTarget(name: string): Target | undefined {
  const [stepName = '', number, ...rest] = name.split('.')
  const step = findStep(stepName)
  if (!step || rest.length > 0) return undefined
  if (number === undefined) return { step }
  const todo = `${Number(step.number)}.${number}`
  return todosOf(step).some(({ id }) => id === todo) ? { step, todo } : undefined
}
