import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'
import type { Outcome, Report } from '../verdict/verdict.ts'
import { readNote, writeNote } from './notes.ts'
import { type Step, steps } from './steps.ts'
import { todosOf } from './todos.ts'

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
  const said = (readNote('verdicts') ?? {}) as Partial<Record<string, Partial<LastVerdict>>>
  // A person may have edited it.
  const isWhole = (verdict: Partial<LastVerdict> = {}): verdict is LastVerdict =>
    typeof verdict?.at === 'string' && typeof verdict.todos === 'object'
  return Object.fromEntries(Object.entries(said).filter(([, verdict]) => isWhole(verdict))) as Progress
}

/** Remembers what was said of the person's own steps. A checkout that cannot be written to is no reason to fail. */
export function keepProgress({ steps }: Report): void {
  const at = new Date().toISOString()
  const said = steps.map(({ step, todos }): [string, LastVerdict] => [
    step,
    { at, todos: Object.fromEntries(todos.map(({ id, outcome }) => [id, outcome])) },
  ])
  writeNote('verdicts', { ...readProgress(), ...Object.fromEntries(said) })
}

/** The steps of which not every TODO passed when it was last judged. */
export const stepsLeft = (progress = readProgress()): Step[] =>
  steps.filter((step) => todosOf(step).some(({ id }) => progress[step.number]?.todos[id] !== 'pass'))

/** Was a step changed since the last verdict on it? */
export function isStale({ folder }: Step, { at }: LastVerdict): boolean {
  const files = globSync('**/*', { cwd: join(root, 'steps', folder), withFileTypes: true })
  return files.some((file) => statSync(join(file.parentPath, file.name)).mtimeMs > Date.parse(at))
}
