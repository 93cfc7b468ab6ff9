import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './session/settings.ts'
import type { Step } from './steps.ts'

/** A TODO, and what holds when it is done. */
export interface Todo {
  /** `5.3` */
  id: string
  title: string
}

/** The two first arguments of `check`. */
const declared = /^check\(\s*'(?<id>[\d.]+)',\s*(?:'(?<title>[^']*)'|"(?<quoted>[^"]*)")/m

/** The TODOs of a step, as their checks name them: read, not run, for that would take a machine. */
export function todosOf({ folder }: Step): Todo[] {
  const checks = join(root, 'grader/checks', folder)
  return readdirSync(checks)
    .map((file) => {
      const { id, title, quoted } = declared.exec(readFileSync(join(checks, file), 'utf8'))?.groups ?? {}
      if (id === undefined) throw new Error(`${file} declares no check that can be read`)
      return { id, title: title ?? quoted ?? '' }
    })
    .sort((one, other) => inOrder(one.id, other.id))
}

const inOrder = new Intl.Collator('en', { numeric: true }).compare
