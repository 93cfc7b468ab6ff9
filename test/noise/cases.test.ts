import { globSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inProject } from '../kit/project.ts'
import { cases } from './cases.ts'

test('there are the forty cases that are tried under noise', () => {
  const wrong = globSync('wrong/**/*.test.ts', { cwd: inProject('test') })
    .map((file) => readFileSync(inProject('test', file), 'utf8'))
    .join()
  const right = readdirSync(inProject('test/right'))
  const isThere = (name: string) =>
    wrong.includes(`'${name.replace(/^[\d.]+ /, '')}'`) ||
    right.some((way) => name.endsWith(` ${way} is another right way`))
  expect(cases.filter((name) => !isThere(name))).toEqual([])
  expect(new Set(cases).size).toBe(40)
})
