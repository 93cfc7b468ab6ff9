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

declare module 'vitest' {
  interface TaskMeta {
    check?: CheckResult
  }
}

/** What every check of this run found. All check files share one worker, and so this. */
const findings = new Map<string, Finding>()

/**
 * Declares the check of one TODO.
 *
 * @param id the TODO: `5.3`
 * @param title what holds when it passes, as a sentence of the lesson
 * @param options.needs TODOs without which nothing can be said about this one
 * @param body returns when it holds, with a remark if there is one; otherwise calls `fail`, `waits`,
 *   `environment` or `inconclusive`. Anything else that it throws is the grader's own fault.
 *
 * @example
 * check('5.3', 'CPU is limited to 50 ms of every 100 ms', { needs: ['5.1'] }, async () => {
 *   const limits = await limitsOfContainer()
 *   if (limits.cpu === 'max 100000') fail({ found: limits.cpu, expected: '50000 100000' })
 * })
 */
export function check(
  id: string,
  title: string,
  { needs = [] }: { needs?: string[] },
  body: () => Promise<string | undefined> | Promise<void>,
): void {
  test(title, async ({ task }) => {
    const finding = whatItLacks(needs) ?? (await judge(body))
    findings.set(id, finding)
    task.meta.check = { id, finding, facts: takeFacts() }
  })
}

async function judge(body: () => Promise<string | undefined> | Promise<void>): Promise<Finding> {
  try {
    const remark = await body()
    return { outcome: 'pass', ...(remark && { message: remark }) }
  } catch (error) {
    if (error instanceof Judgement) return error.finding
    if (error instanceof LabError) return { outcome: 'environment', message: error.message }
    throw error
  }
}

/** The verdict on a check whose needs did not all pass: it waits, or the machine that could not tell cannot here. */
function whatItLacks(needs: string[]): Finding | undefined {
  const lacking = needs
    .map((id) => ({ id, finding: findingOf(id) }))
    .filter(({ finding }) => finding.outcome !== 'pass')
  const open = lacking.filter(({ finding }) => finding.outcome === 'fail' || finding.outcome === 'waits')
  if (open.length > 0) return { outcome: 'waits', waitsFor: open.map(({ id }) => id) }
  const [unknown] = lacking
  if (unknown)
    return { outcome: unknown.finding.outcome, message: messages.unknownToo(unknown.id, unknown.finding) }
  return undefined
}

function findingOf(id: string): Finding {
  const finding = findings.get(id)
  if (!finding) throw new Error(`The check of ${id} has not run: its file must come first by name.`)
  return finding
}
