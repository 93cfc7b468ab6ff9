import type { Outcome, Report } from './verdict.ts'

/** How `grade` leaves; the README lists the same. */
export const exitCodes = {
  pass: 0,
  fail: 1,
  wrongUse: 2,
  unknown: 3,
  broken: 70,
  interrupted: 130,
} as const

/** The exit code of a run that came to a verdict. What waits for something never passes by itself. */
export function exitCode({ steps }: Report): number {
  const some = (...outcomes: Outcome[]) => steps.some((step) => outcomes.includes(step.outcome))
  if (some('fail')) return exitCodes.fail
  if (some('environment', 'inconclusive')) return exitCodes.unknown
  return some('waits') ? exitCodes.fail : exitCodes.pass
}
