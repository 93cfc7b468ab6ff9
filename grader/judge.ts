import { LabError } from '../lab/messages.ts'
import type { Check } from './check.ts'
import { type Finding, Judgement } from './verdict/judgement.ts'
import { messages } from './verdict/messages.ts'

/** What the checks of one grade found so far, by TODO. */
export type Findings = Map<string, Finding>

/** Judges one TODO and notes what was found, for those that need it. */
export async function judge({ id, needs, body }: Check, findings: Findings): Promise<Finding> {
  const finding = verdictFromNeeds(id, needs, findings) ?? (await findingOf(body, findings))
  findings.set(id, finding)
  return finding
}

async function findingOf(body: Check['body'], findings: Findings): Promise<Finding> {
  try {
    const remark = await body()
    return { outcome: 'pass', message: remark ?? undefined }
  } catch (error) {
    if (error instanceof Judgement) return resolveBlame(error, findings)
    if (error instanceof LabError) return { outcome: 'environment', message: error.message }
    throw error
  }
}

/** A `blame` counts as this check's own failure once every TODO that it blames has passed. */
function resolveBlame({ finding, otherwise }: Judgement, findings: Findings): Finding {
  const hasPassed = (id: string) => findings.get(id)?.outcome === 'pass'
  return otherwise && finding.waitsFor?.every(hasPassed) ? otherwise : finding
}

/**
 * The verdict on a check whose needs did not all pass: it waits, or is as unknown as the first need that is. A need that
 * itself waits for this one is left out, or both would wait for ever.
 */
function verdictFromNeeds(id: string, needs: string[], findings: Findings): Finding | undefined {
  const lacking = needs
    .map((need) => ({ id: need, finding: findingFor(need, findings) }))
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

function findingFor(id: string, findings: Findings): Finding {
  const finding = findings.get(id)
  if (!finding) throw new Error(`The check of ${id} has not run: its file must come first by name.`)
  return finding
}
