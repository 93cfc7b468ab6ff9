import { test } from 'vitest'
import { LabError } from '../lab/messages.ts'
import { type RunFacts, takeFacts } from './session/facts.ts'
import { messages } from './verdict/messages.ts'
import { type Finding, Judgement } from './verdict/outcome.ts'

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

/** What the checks of one grade found so far. */
export type Findings = Map<string, Finding>

/** Those of this run. All check files share one worker, and so this. */
const findings: Findings = new Map()

/** What becomes of a check that is declared: a test of vitest's. */
let declare = ({ id, title, needs, body }: Check): void =>
  test(title, async ({ task }) => {
    const finding = await judge({ id, title, needs, body }, findings)
    task.meta.check = { id, finding, facts: takeFacts() }
  })

/**
 * Declares the check of one TODO: see {@link Check}.
 *
 * @example
 * check('3.2', 'Its hostname is `container`', ['3.1'], async () => {
 *   const { sighting } = await namespaces()
 *   if (sighting.process?.hostname !== 'container') fail({ expected: 'container', found: sighting.process?.hostname })
 * })
 */
export function check(id: string, title: string, needs: string[], body: Check['body']): void {
  declare({ id, title, needs, body })
}

/** The checks that files declare when `load` imports them for the first time, instead of vitest's having them. */
export async function collected(load: () => Promise<unknown>): Promise<Check[]> {
  const checks: Check[] = []
  const asTest = declare
  declare = (each) => checks.push(each)
  try {
    await load()
  } finally {
    declare = asTest
  }
  return checks
}

/** Judges one TODO and notes what was found, for those that need it. */
export async function judge({ id, needs, body }: Check, findings: Findings): Promise<Finding> {
  const finding = whatItLacks(id, needs, findings) ?? (await findingOf(body, findings))
  findings.set(id, finding)
  return finding
}

async function findingOf(body: Check['body'], findings: Findings): Promise<Finding> {
  try {
    const remark = await body()
    return { outcome: 'pass', message: remark ?? undefined }
  } catch (error) {
    if (error instanceof Judgement) return settled(error, findings)
    if (error instanceof LabError) return { outcome: 'environment', message: error.message }
    throw error
  }
}

/** A `blame` counts as this check's own failure once every TODO that it blames has passed. */
function settled({ finding, otherwise }: Judgement, findings: Findings): Finding {
  const hasPassed = (id: string) => findings.get(id)?.outcome === 'pass'
  return otherwise && finding.waitsFor?.every(hasPassed) ? otherwise : finding
}

/**
 * The verdict on a check whose needs did not all pass: it waits, or is as unknown as the first need that is. A need that
 * itself waits for this one is left out, or both would wait for ever.
 */
function whatItLacks(id: string, needs: string[], findings: Findings): Finding | undefined {
  const lacking = needs
    .map((need) => ({ id: need, finding: foundFor(need, findings) }))
    .filter(({ finding }) => finding.outcome !== 'pass' && !waitsOn(id, finding, findings))
  const open = lacking.filter(({ finding }) => finding.outcome === 'fail' || finding.outcome === 'waits')
  if (open.length > 0) return { outcome: 'waits', waitsFor: open.map(({ id }) => id) }
  const [unknown] = lacking
  if (unknown)
    return { outcome: unknown.finding.outcome, message: messages.unknownToo(unknown.id, unknown.finding) }
  return undefined
}

/** Whether what was found waits for a TODO, be it by way of others. */
function waitsOn(id: string, { waitsFor = [] }: Finding, findings: Findings): boolean {
  return waitsFor.some((each) => {
    const finding = findings.get(each)
    return each === id || (finding !== undefined && waitsOn(id, finding, findings))
  })
}

function foundFor(id: string, findings: Findings): Finding {
  const finding = findings.get(id)
  if (!finding) throw new Error(`The check of ${id} has not run: its file must come first by name.`)
  return finding
}
