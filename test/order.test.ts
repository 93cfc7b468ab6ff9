import { expect, test } from 'vitest'
import { grade, outcomes } from './kit/grade.ts'
import { partlySolved } from './kit/partly-solved.ts'
import { temporaryFolder } from './kit/project.ts'

/** What each TODO of step 05 cannot be judged without. */
const needs: Record<string, string[]> = {
  '5.1': [],
  '5.2': ['5.1'],
  '5.3': ['5.1'],
  '5.4': ['5.1'],
  '5.5': ['5.1', '5.2', '5.3', '5.4'],
  '5.6': ['5.1'],
}

/** In 5.5 there is nothing to write. */
const solved = (done: string[]) => [...done, '5.5']

function expected(done: string[]): string[] {
  const isOpen = (todo: string) => !solved(done).includes(todo)
  return Object.entries(needs).map(([todo, earlier]) => {
    if (earlier.some(isOpen)) return `${todo} waits`
    return `${todo} ${isOpen(todo) ? 'fail' : 'pass'}`
  })
}

async function gradeWith(done: string[]) {
  using folder = temporaryFolder()
  partlySolved(folder.path, '05', solved(done))
  return await grade('05', '--dir', folder.path)
}

test.each([
  [['5.1', '5.2', '5.3', '5.4', '5.6']],
  [['5.1', '5.6', '5.4', '5.3', '5.2']],
  [['5.4', '5.2', '5.1', '5.3', '5.6']],
])('solved in the order %s, each turns green', { timeout: 300_000 }, async (order) => {
  for (const at of order.keys()) {
    const done = order.slice(0, at + 1)
    const graded = await gradeWith(done)
    expect(outcomes(graded), `${done} solved\n${graded.stdout}\n${graded.stderr}`).toEqual(expected(done))
  }
})

test('with 5.3 alone open exactly 5.3 fails, and 5.5 waits', async () => {
  const { exitCode, stdout, ...graded } = await gradeWith(['5.1', '5.2', '5.4', '5.6'])
  expect(outcomes({ exitCode, stdout, ...graded })).toEqual([
    '5.1 pass',
    '5.2 pass',
    '5.3 fail',
    '5.4 pass',
    '5.5 waits',
    '5.6 pass',
  ])
  expect(stdout).toMatch(/5\.5 .*waits for 5\.3/)
  expect(exitCode).toBe(1)
})
