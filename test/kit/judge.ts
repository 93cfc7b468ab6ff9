import { globSync } from 'node:fs'
import { type Check, collected, type Findings, judge } from '../../grader/check.ts'
import { forgetEvidence } from '../../grader/evidence/once.ts'
import { judgeOn } from '../../grader/machine/open.ts'
import { placeOf } from '../../grader/places.ts'
import type { Ended } from '../../grader/reporter.ts'
import { takeFacts } from '../../grader/session/facts.ts'
import { useSettings } from '../../grader/session/settings.ts'
import { exitCode } from '../../grader/verdict/exit-code.ts'
import { makeReport } from '../../grader/verdict/report.ts'
import { screen } from '../../grader/verdict/screen.ts'
import type { TodoVerdict } from '../../grader/verdict/verdict.ts'
import { theLab } from './one-lab.ts'
import { folderOf, project } from './project.ts'

/** What one grade of a step answered. */
export interface Judged {
  exitCode: number
  screen: string
  todos: TodoVerdict[]
  /** What the code left behind. */
  leftovers: string[]
}

/**
 * What `grade` says about a step, without its program: the same checks and the same verdict in this process, in the lab
 * that all cases of a test file share. A start of vitest and of a lab for each would take as long as the containers.
 *
 * @param folder that holds the step's folder
 */
export async function judged(step: string, folder: string): Promise<Judged> {
  const lab = await theLab()
  judgeOn(lab)
  useSettings({ folder, mine: false, machine: 'lab' })
  forgetEvidence()
  const findings: Findings = new Map()
  const ended: Ended[] = []
  const began = performance.now()
  try {
    for (const check of await checksOf(step)) {
      const finding = await judge(check, findings)
      const at = performance.now() - began
      const facts = { ...takeFacts(), machine: 'lab' as const, kernel: lab.facts.kernel }
      ended.push({ id: check.id, title: check.title, finding, at, facts })
    }
  } finally {
    await lab.closeBerths()
  }
  const report = makeReport(ended, (todo) => placeOf(todo, folder, project))
  return {
    exitCode: exitCode(report),
    screen: screen(report, { columns: 120, colors: false }),
    todos: report.steps.flatMap(({ todos }) => todos),
    leftovers: report.steps.flatMap(({ leftovers }) => leftovers),
  }
}

const checks = new Map<string, Check[]>()

/** The checks of a step in the order of their files' names. A module is evaluated once: they are kept. */
async function checksOf(step: string): Promise<Check[]> {
  const known = checks.get(step)
  if (known) return known
  const files = globSync(`grader/checks/${folderOf(step)}/*.ts`, { cwd: project }).sort()
  const found: Check[] = []
  for (const file of files) found.push(...(await collected(() => import(`../../${file}`))))
  checks.set(step, found)
  return found
}

/** Each TODO's outcome in a line, to be compared as a whole: `5.1 pass`, `5.2 fail`. */
export const outcomesOf = ({ todos }: Judged) => todos.map(({ id, outcome }) => `${id} ${outcome}`)
