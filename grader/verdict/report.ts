import type { JudgedCheck } from '../check.ts'
import type { Place } from '../course/places.ts'
import { type Step, stepOf } from '../course/steps.ts'
import { clean } from '../terminal/clean.ts'
import type { Finding } from './judgement.ts'
import type { Outcome, Report, StepVerdict } from './verdict.ts'

/** Worst first: what an attendee can mend beats what the machine could not tell. */
const worst: Outcome[] = ['fail', 'environment', 'inconclusive', 'waits', 'pass']

/**
 * Makes the report of a run out of what its checks handed over.
 *
 * @param place - where a TODO is to be found
 */
export function makeReport(ended: JudgedCheck[], place: (todo: string) => Place | undefined): Report {
  const steps: StepVerdict[] = []
  let began = 0
  for (const [step, checks] of Map.groupBy(ended, ({ id }) => stepOf(id))) {
    const at = Math.max(...checks.map((check) => check.at))
    steps.push(stepVerdict(step, checks, (at - began) / 1000, place))
    began = at
  }
  return { schema: 1, steps }
}

function stepVerdict(
  step: Step,
  checks: JudgedCheck[],
  seconds: number,
  place: (todo: string) => Place | undefined,
): StepVerdict {
  const todos = checks.map(({ id, title, finding }) => ({ id, title, ...cleaned(finding), ...place(id) }))
  const { machine, kernel } = checks.findLast(({ facts }) => facts.machine)?.facts ?? {}
  return {
    step: step.number,
    title: step.title,
    outcome: worst.find((outcome) => todos.some((todo) => todo.outcome === outcome)) ?? 'pass',
    ...(machine && { machine }),
    ...(kernel !== undefined && { kernel }),
    seconds: Math.round(seconds * 1000) / 1000,
    todos,
    leftovers: checks.flatMap(({ facts }) => facts.leftovers).map((sentence) => clean(sentence)),
  }
}

function cleaned(finding: Finding): Finding {
  const entries = Object.entries(finding).map(([key, value]) => [
    key,
    typeof value === 'string' ? clean(value, key === 'message' ? 2000 : 600) : value,
  ])
  return Object.fromEntries(entries)
}

export const failingIn = ({ steps }: Report) =>
  steps.flatMap(({ todos }) => todos.filter(({ outcome }) => outcome === 'fail'))
