import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cut } from '../grader/course/regions.ts'
import { steps } from '../grader/course/steps.ts'
import { grade } from './kit/grade.ts'
import { inProject } from './kit/project.ts'

describe.each(steps)('the skeleton of $folder', ({ number, folder }) => {
  const read = (path: string) => readFileSync(inProject(path), 'utf8')
  const files = readdirSync(inProject('steps', folder))

  test('has the files of its solution', () => {
    expect(files).toEqual(readdirSync(inProject('solutions', folder)))
  })

  test.each(files)('%s is its solution, apart from the TODOs', (file) => {
    const frame = (of: string) => cut(read(`${of}/${folder}/${file}`)).map(({ todo, text }) => todo ?? text)
    expect(frame('steps')).toEqual(frame('solutions'))
  })

  test('passes no check, and every one that fails says where', async () => {
    const { exitCode, todos, stdout } = await grade(number)
    expect(exitCode).toBe(1)
    expect(stdout).toContain(` 0 of ${todos.length} `)
    for (const { id, outcome, file = '', line = 0 } of todos) {
      expect(['fail', 'waits']).toContain(outcome)
      expect(read(file).split('\n')[line - 1]).toContain(`TODO ${id} `)
      if (outcome === 'fail') expect(stdout).toMatch(new RegExp(`${file}:${line} +TODO ${id}$`, 'm'))
    }
    expect(todos[0]?.outcome).toBe('fail')
  })
})
