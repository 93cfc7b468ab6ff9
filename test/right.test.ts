import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import { steps } from '../grader/steps.ts'
import { judged } from './kit/judge.ts'
import { judgement } from './kit/judgement.ts'
import { told } from './kit/noise.ts'
import { inProject } from './kit/project.ts'

const folder = inProject('test/right')

const cases = readdirSync(folder).flatMap((name) =>
  steps
    .filter((step) => readdirSync(`${folder}/${name}`).includes(step.folder))
    .map(({ number }) => [number, name] as const),
)

for (const [step, name] of cases)
  judgement(`${step} ${name} is another right way`, async (context) => {
    const { exitCode, todos, leftovers, screen } = await judged(step, `${folder}/${name}`)
    const verdicts = told(todos, context)
    expect(
      verdicts.filter(({ outcome }) => outcome !== 'pass'),
      screen,
    ).toEqual([])
    expect(leftovers).toEqual([])
    expect(exitCode).toBe(verdicts.length === todos.length ? 0 : 3)
  })
