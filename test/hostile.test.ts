import { cpSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { judged, outcomesOf } from './kit/judge.ts'
import { isThorough } from './kit/judgement.ts'
import { labLedger } from './kit/lab-ledger.ts'
import { folderOf, inProject, temporaryFolder } from './kit/project.ts'

// All of them in one lab, one after the other: what one of them left or broke would be there for the next.

const hostile = inProject('test/hostile')
const files = globSync('*.ts', { cwd: hostile }).sort()
const title = '%s changes the verdict and nothing else'

/** For whoever is never done: each of the two waits for a sight and an end may take as long as a program may, ms. */
const deadline = 400_000

const reference = async (step: string) => outcomesOf(await judged(step, inProject('solutions')))

let before: Record<string, string>

beforeAll(async () => {
  // Uses up the berths that were ready when the lab was restored.
  await reference('02')
  before = await labLedger()
}, deadline)

/** Those of which every push has a try; the others take minutes. */
const atEveryPush = [
  'fakes-a-verdict.ts',
  'hangs-forever.ts',
  'kills-its-group.ts',
  'kills-every-process.ts',
  'leaves-a-daemon.ts',
  'memory-hog.ts',
  'prints-forever.ts',
  'syntax-error.ts',
  'takes-programs-away.ts',
  'tears-everything-down.ts',
]

test.skipIf(!isThorough).each(files.filter((file) => !atEveryPush.includes(file)))(
  title,
  { timeout: deadline },
  survive,
)
test.each(atEveryPush)(title, { timeout: deadline }, survive)

/** In 04 the grader goes on when the code has ended: with programs of its own, in the same place. */
const steps: Record<string, string> = {
  'mounts-programs-of-its-own.ts': '04',
  'starves-its-group.ts': '04',
}

/** What some of them do all the same: the limits are there, only that no command is ever inside. */
const done: Record<string, string[]> = { 'pretends-to-be-the-command.ts': ['5.1', '5.2', '5.3'] }

async function survive(file: string): Promise<void> {
  using folder = temporaryFolder()
  const step = steps[file] ?? '05'
  cpSync(join(hostile, basename(file)), join(folder.path, folderOf(step), 'container.ts'))
  const { exitCode, todos, screen } = await judged(step, folder.path)
  expect(todos.length, screen).toBe(step === '04' ? 3 : 6)
  expect(
    todos.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'waits').map(({ id }) => id),
    screen,
  ).toEqual(done[file] ?? [])
  expect(exitCode, screen).toBe(1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not come through
  expect(screen).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)

  expect(await labLedger()).toEqual(before)
  expect(await reference('04')).toEqual(['4.1 pass', '4.2 pass', '4.3 pass'])
}

test('afterwards the reference passes as before', { timeout: deadline }, async () => {
  expect(await reference('05')).toEqual(['5.1', '5.2', '5.3', '5.4', '5.5', '5.6'].map((id) => `${id} pass`))
})
