import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { steps } from '../grader/course/steps.ts'
import { type Graded, grade } from './kit/grade.ts'
import { folderOf, inProject, temporaryFolder } from './kit/project.ts'

function expectPass({ exitCode, todos, leftovers, stdout, stderr }: Graded): void {
  const screen = `${stdout}\n${stderr}`
  expect(
    todos.filter(({ outcome }) => outcome !== 'pass').map(({ id }) => id),
    screen,
  ).toEqual([])
  expect(leftovers).toEqual([])
  expect(exitCode, screen).toBe(0)
}

/** What a person has who has solved every step. */
function allSolved() {
  const folder = temporaryFolder()
  cpSync(inProject('solutions'), folder.path, { recursive: true })
  return folder
}

test('the reference passes every check of every step, and leaves nothing behind', {
  timeout: 300_000,
}, async () => {
  const graded = await grade('--all', '--solution')
  expectPass(graded)
  expect(graded.report?.steps.map(({ step }) => step)).toEqual(steps.map(({ number }) => number))
  expect(graded.todos.length).toBe(42)
})

test('a container made wholly of one’s own code passes', { timeout: 300_000 }, async () => {
  using mine = allSolved()
  // Each of these is made of all that it has from the steps before.
  expectPass(await grade('05', '09', '10', '--mine', '--dir', mine.path))
})

test('only with --mine does an unfinished earlier step count', async () => {
  using mine = allSolved()
  rmSync(join(mine.path, folderOf('03')), { recursive: true })
  writeFileSync(join(mine.path, folderOf('02'), 'become.ts'), 'export {}\n')
  expectPass(await grade('05', '--dir', mine.path))
  const { exitCode, todos } = await grade('05', '--mine', '--dir', mine.path)
  expect(exitCode).toBe(1)
  expect(todos[0]).toMatchObject({ outcome: 'fail', message: expect.stringMatching(/become|namespaces/) })
})
