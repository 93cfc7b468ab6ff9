import type { Outcome } from '../verdict/verdict.ts'

/** A sign for each outcome. */
export const symbols: Record<Outcome, string> = {
  pass: '✔',
  fail: '✖',
  waits: '◌',
  environment: '!',
  inconclusive: '?',
}
