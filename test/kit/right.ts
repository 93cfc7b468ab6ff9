import { expect, type TestContext } from 'vitest'
import { judged } from './judge.ts'
import { conclusive } from './noise.ts'

/**
 * Grades a step that is solved rightly: all of it passes, and nothing is left behind.
 *
 * @param folder - that holds the step's folder
 */
export async function expectRight(step: string, folder: string, context: TestContext): Promise<void> {
  const { exitCode, todos, leftovers, screen } = await judged(step, folder)
  const verdicts = conclusive(todos, context)
  expect(
    verdicts.filter(({ outcome }) => outcome !== 'pass'),
    screen,
  ).toEqual([])
  expect(leftovers, screen).toEqual([])
  expect(exitCode).toBe(verdicts.length === todos.length ? 0 : 3)
}
