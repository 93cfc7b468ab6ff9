import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judged, outcomesOf } from './kit/judge.ts'
import { isThorough } from './kit/judgement.ts'
import { partlySolved } from './kit/partly-solved.ts'
import { stepOf, temporaryFolder } from './kit/project.ts'

/** What each TODO cannot be judged without, by step. */
const needs: Record<string, Record<string, string[]>> = {
  '05': {
    '5.1': [],
    '5.2': ['5.1'],
    '5.3': ['5.1'],
    '5.4': ['5.1'],
    '5.5': ['5.1', '5.2', '5.3', '5.4'],
    '5.6': ['5.1'],
  },
  '06': {
    '6.1': [],
    '6.2': ['6.1'],
    '6.3': ['6.1', '6.2'],
    '6.4': ['6.1', '6.2'],
  },
  '07': {
    '7.1': [],
    '7.2': ['7.1'],
    '7.3': ['7.1', '7.2'],
    '7.4': ['7.1', '7.2', '7.3'],
    '7.5': ['7.1', '7.2', '7.3'],
  },
  '08': {
    '8.1': [],
    '8.2': ['8.1'],
    '8.3': ['8.1', '8.2'],
    '8.4': ['8.1', '8.2', '8.3'],
  },
  '09': {
    '9.1': [],
    '9.2': [],
    '9.3': [],
    '9.4': [],
    '9.5': [],
    '9.6': [],
  },
  '10': {
    '10.1': [],
    '10.2': ['10.1'],
    '10.3': ['10.1', '10.2'],
    '10.4': ['10.1', '10.2', '10.3'],
    '10.5': ['10.1', '10.2'],
    '10.6': ['10.1', '10.2'],
    '10.7': ['10.1', '10.2'],
    '10.8': ['10.1', '10.2', '10.3', '10.7'],
    '10.9': ['10.1', '10.2', '10.3', '10.4'],
  },
}

/** In these there is nothing to write. */
const proofs = ['5.5', '6.4', '10.9']

const solved = (done: string[]) => [...done, ...proofs]

function expected(step: string, done: string[]): string[] {
  const isOpen = (todo: string) => !solved(done).includes(todo)
  return Object.entries(needs[step] ?? {}).map(([todo, earlier]) => {
    if (earlier.some(isOpen)) return `${todo} waits`
    return `${todo} ${isOpen(todo) ? 'fail' : 'pass'}`
  })
}

async function gradeWith(step: string, done: string[]) {
  using folder = temporaryFolder()
  partlySolved(folder.path, step, solved(done))
  return await judged(step, folder.path)
}

test.each([
  [['5.4', '5.2', '5.1', '5.3', '5.6']],
  [['6.3', '6.1', '6.2']],
  // Minutes: for `npm run test:truth`, which tries all.
  ...(isThorough
    ? [
        [['5.1', '5.2', '5.3', '5.4', '5.6']],
        [['5.1', '5.6', '5.4', '5.3', '5.2']],
        [['6.1', '6.2', '6.3']],
        [['6.2', '6.3', '6.1']],
        [['7.1', '7.2', '7.3', '7.4', '7.5']],
        [['7.5', '7.4', '7.3', '7.2', '7.1']],
        [['8.1', '8.2', '8.3', '8.4']],
        [['8.4', '8.3', '8.2', '8.1']],
        [['9.4', '9.6', '9.2', '9.5', '9.3', '9.1']],
        [['10.1', '10.2', '10.7', '10.6', '10.5', '10.3', '10.4', '10.8']],
      ]
    : []),
])('solved in the order %s, each turns green', { timeout: 900_000 }, async (order) => {
  const step = stepOf(order[0] ?? '')
  for (const at of order.keys()) {
    const done = order.slice(0, at + 1)
    const graded = await gradeWith(step, done)
    expect(outcomesOf(graded), `${done} solved\n${graded.screen}`).toEqual(expected(step, done))
  }
})

test.each([
  ['5.3', ['5.1', '5.2', '5.4', '5.6'], /5\.5 .*waits for 5\.3/],
  ['6.1', ['6.2', '6.3'], /6\.2 .*waits for 6\.1/],
  ['6.2', ['6.1', '6.3'], /6\.3 .*waits for 6\.2/],
  ['6.3', ['6.1', '6.2'], /^/],
  ['7.2', ['7.1', '7.3', '7.4', '7.5'], /7\.3 .*waits for 7\.2/],
  ['7.5', ['7.1', '7.2', '7.3', '7.4'], /^/],
  ['8.4', ['8.1', '8.2', '8.3'], /^/],
  ['9.3', ['9.1', '9.2', '9.4', '9.5', '9.6'], /^/],
  ['9.4', ['9.1', '9.2', '9.3', '9.5', '9.6'], /^/],
  ...(isThorough
    ? ([
        ['8.2', ['8.1', '8.3', '8.4'], /8\.3 .*waits for 8\.2/],
        ['8.3', ['8.1', '8.2', '8.4'], /8\.4 .*waits for 8\.3/],
        ['10.3', ['10.1', '10.2', '10.4', '10.5', '10.6', '10.7', '10.8'], /10\.4 .*waits for 10\.3/],
        ['10.6', ['10.1', '10.2', '10.3', '10.4', '10.5', '10.7', '10.8'], /^/],
      ] satisfies [string, string[], RegExp][])
    : []),
])('with %s alone open exactly that fails, and what needs it waits', async (open, done, waiting) => {
  const graded = await gradeWith(stepOf(open), done)
  expect(outcomesOf(graded)).toEqual(expected(stepOf(open), done))
  expect(graded.screen).toMatch(waiting)
  expect(graded.exitCode).toBe(1)
})

const lastOnes = ['5.6', '7.5', '9.6', '10.9']

test.each(isThorough ? Object.values(needs).flatMap(Object.keys) : lastOnes)(
  '%s may be the one that is waited for: all pass',
  { timeout: 300_000 },
  async (first) => {
    const graded = await judged(stepOf(first), 'solutions', first)
    expect(new Set(graded.todos.map(({ outcome }) => outcome)), graded.screen).toEqual(new Set(['pass']))
  },
)

test('the child is judged before it has a parent, as far as that goes', async () => {
  expect(outcomesOf(await gradeWith('02', ['2.1', '2.2']))).toEqual(['2.1 pass', '2.2 waits', '2.3 fail'])
  expect(outcomesOf(await gradeWith('02', ['2.1']))).toEqual(['2.1 pass', '2.2 fail', '2.3 fail'])
})

test.runIf(isThorough)('a slip in one that was done early is told by that one', async () => {
  using folder = temporaryFolder()
  partlySolved(folder.path, '05', solved(['5.1', '5.4']))
  const file = join(folder.path, '05-cgroups/cgroups.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace('cgroup.procs`', 'cgroup.proc`'))
  const graded = await judged('05', folder.path)
  const failed = outcomesOf(graded).filter((outcome) => outcome.endsWith(' fail'))
  expect(failed, graded.screen).toEqual(['5.4 fail'])
})
