import { test } from 'vitest'
import { type Findings, judge } from './judge.ts'
import { type RunFacts, takeFacts } from './session/facts.ts'
import type { Finding } from './verdict/judgement.ts'

/** What a check hands to the reporter. */
export interface CheckResult {
  id: string
  finding: Finding
  facts: RunFacts
}

/** A check that ended: its result, and when that was, in milliseconds since the process began. */
export interface JudgedCheck extends CheckResult {
  title: string
  at: number
}

declare module 'vitest' {
  interface TaskMeta {
    check?: CheckResult
  }
}

/** The check of one TODO, as its file declares it. */
export interface Check {
  /** The TODO: `5.3` */
  id: string
  /** What holds when it passes, as a sentence of the lesson. */
  title: string
  /** TODOs without which nothing can be said about this one. */
  needs: string[]
  /**
   * Returns when it holds, with a remark if there is one; otherwise calls `fail`, `waits`, `environment` or
   * `inconclusive`. Anything else that it throws is the grader's own fault.
   */
  body: () => Promise<string | undefined> | Promise<void>
}

/** What the checks of this run found. All check files share one worker, and so this. */
const findings: Findings = new Map()

/** Registers a check as a test of vitest's; `collected` replaces this while it imports the files. */
let register = ({ id, title, needs, body }: Check): void =>
  test(title, async ({ task }) => {
    const finding = await judge({ id, title, needs, body }, findings)
    task.meta.check = { id, finding, facts: takeFacts() }
  })

/**
 * Declares the check of one TODO: see {@link Check}.
 *
 * @example
 * check('3.2', 'Its hostname is `container`', ['3.1'], async () => {
 *   const { sighting } = await held()
 *   if (sighting.process?.hostname !== 'container') fail({ expected: 'container', found: sighting.process?.hostname })
 * })
 */
export function check(id: string, title: string, needs: string[], body: Check['body']): void {
  register({ id, title, needs, body })
}

/** The checks that files declare when `load` imports them, without vitest. A module runs once: a second call gets none. */
export async function collected(load: () => Promise<unknown>): Promise<Check[]> {
  const checks: Check[] = []
  const asTest = register
  register = (each) => checks.push(each)
  try {
    await load()
  } finally {
    register = asTest
  }
  return checks
}
