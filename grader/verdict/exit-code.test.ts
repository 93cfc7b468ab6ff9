import { expect, test } from 'vitest'
import { exitCode } from './exit-code.ts'
import { makeReport } from './report.ts'
import type { Outcome } from './verdict.ts'

const codeOf = (...outcomes: Outcome[]) =>
  exitCode(
    makeReport(
      outcomes.map((outcome, index) => ({
        id: `5.${index}`,
        title: '',
        at: 0,
        finding: { outcome },
        facts: { leftovers: [] },
      })),
      () => undefined,
    ),
  )

test.each<[number, Outcome[]]>([
  [0, ['pass', 'pass']],
  [1, ['pass', 'fail', 'waits']],
  [1, ['environment', 'fail']],
  [3, ['pass', 'environment']],
  [3, ['inconclusive', 'waits']],
])('exit code %i for %j', (code, outcomes) => {
  expect(codeOf(...outcomes)).toBe(code)
})
