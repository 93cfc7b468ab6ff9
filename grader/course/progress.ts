import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../root.ts'
import type { Outcome, Report } from '../verdict/verdict.ts'
import { type Step, steps } from './steps.ts'
import { todosOf } from './todos.ts'

/** What the last verdicts said: a small file that a person may delete. */
const file = join(root, '.drydock/verdicts.json')

/** The last verdict on a step. */
export interface LastVerdict {
  /** When it was said, ISO 8601. */
  at: string
  /** By TODO: `{ '5.3': 'pass' }`. */
  todos: Record<string, Outcome>
}

/** What is known of the person's own steps, by their numbers. */
export type Progress = Record<string, LastVerdict>

export function readProgress(): Progress {
  try {
    const said: Partial<Record<string, Partial<LastVerdict>>> = JSON.parse(readFileSync(file, 'utf8')) ?? {}
    // A person may have edited it.
    const isWhole = (verdict: Partial<LastVerdict> = {}): verdict is LastVerdict =>
      typeof verdict.at === 'string' && typeof verdict.todos === 'object'
    return Object.fromEntries(Object.entries(said).filter(([, verdict]) => isWhole(verdict))) as Progress
  } catch {
    return {}
  }
}

/** Remembers what was said of the person's own steps. A checkout that cannot be written to is no reason to fail. */
export function keepProgress({ steps }: Report): void {
  const at = new Date().toISOString()
  const said = steps.map(({ step, todos }): [string, LastVerdict] => [
    step,
    { at, todos: Object.fromEntries(todos.map(({ id, outcome }) => [id, outcome])) },
  ])
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify({ ...readProgress(), ...Object.fromEntries(said) }, null, 2)}\n`)
  } catch {}
}

/** The steps of which not every TODO passed when it was last judged. */
export const stepsLeft = (progress = readProgress()): Step[] =>
  steps.filter((step) => todosOf(step).some(({ id }) => progress[step.number]?.todos[id] !== 'pass'))

/** Was a step changed since the last verdict on it? */
export function isStale({ folder }: Step, { at }: LastVerdict): boolean {
  const files = globSync('**/*', { cwd: join(root, 'steps', folder), withFileTypes: true })
  return files.some((file) => statSync(join(file.parentPath, file.name)).mtimeMs > Date.parse(at))
}
