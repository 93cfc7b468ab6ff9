import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { grade } from './kit/grade.ts'
import { inProject } from './kit/project.ts'

const folder = inProject('test/right')

test.each(readdirSync(folder))('%s is another right way', async (name) => {
  const steps = readdirSync(`${folder}/${name}`)
  const { exitCode, todos, leftovers, stdout, stderr } = await grade(...steps, '--dir', `${folder}/${name}`)
  expect(
    todos.filter(({ outcome }) => outcome !== 'pass'),
    `${stdout}\n${stderr}`,
  ).toEqual([])
  expect(leftovers).toEqual([])
  expect(exitCode).toBe(0)
})
