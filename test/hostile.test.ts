import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { grade, outcomes } from './kit/grade.ts'
import { folderOf, inProject, temporaryFolder } from './kit/project.ts'

const hostile = inProject('test/hostile')

test.each(readdirSync(hostile))('%s changes the verdict and nothing else', async (name) => {
  using folder = temporaryFolder()
  cpSync(join(hostile, name), join(folder.path, folderOf('05')), { recursive: true })
  const { exitCode, todos, stdout, stderr } = await grade('05', '--dir', folder.path)
  const screen = `${stdout}\n${stderr}`
  expect(todos.length, screen).toBe(6)
  expect(
    todos.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'waits'),
    screen,
  ).toEqual([])
  expect(exitCode, screen).toBe(1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not come through
  expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
})

test('afterwards the reference passes as before', async () => {
  expect(outcomes(await grade('05', '--solution'))).toEqual(
    ['5.1', '5.2', '5.3', '5.4', '5.5', '5.6'].map((id) => `${id} pass`),
  )
})
