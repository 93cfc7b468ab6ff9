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
  timeout: 900_000,
}, async () => {
  // Each step is made of what it has from the steps before, all of it a person's own.
  using mine = allSolved()
  const graded = await grade('--all', '--mine', '--dir', mine.path)
  expectPass(graded)
  expect(graded.report?.steps.map(({ step }) => step)).toEqual(steps.map(({ number }) => number))
  expect(graded.todos.length).toBe(42)
})

test('only with --mine does an unfinished earlier step count', { timeout: 600_000 }, async () => {
  using mine = allSolved()
  rmSync(join(mine.path, folderOf('03')), { recursive: true })
  writeFileSync(join(mine.path, folderOf('02'), 'become.ts'), 'export {}\n')
  expectPass(await grade('05', '--dir', mine.path))
  const { exitCode, todos } = await grade('05', '--mine', '--dir', mine.path)
  expect(exitCode).toBe(1)
  expect(todos[0]).toMatchObject({ outcome: 'fail', message: expect.stringMatching(/become|namespaces/) })
})
