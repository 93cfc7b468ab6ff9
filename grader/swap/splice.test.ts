import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cut } from '../course/regions.ts'
import { root } from '../root.ts'
import { splice } from './splice.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const files = globSync('*/*.ts', { cwd: join(root, 'solutions') }).sort()

test.each(files)('%s is solved TODO by TODO, and put back', (file) => {
  const [skeleton, solution] = [read(`steps/${file}`), read(`solutions/${file}`)]
  const todos = new Set(cut(solution).flatMap(({ todo }) => todo ?? []))
  const each = (from: string, given: string) =>
    [...todos].reduce((text, todo) => splice(text, given, todo) ?? '', from)
  expect(each(skeleton, solution)).toBe(solution)
  expect(each(solution, skeleton)).toBe(skeleton)
})

const given =
  'a()\n\nfunction f() {\n  // 5.1  One.\n  one()\n}\n\nfunction g() {\n  // 5.2  Two.\n  two()\n}\n'

test('the work on a TODO may have empty lines and braces in it', () => {
  const theirs = given.replace('  one()\n', '  if (x) {\n    y()\n  }\n\n  z()\n').replace('two()', 'three()')
  expect(splice(theirs, given, '5.1')).toBe(given.replace('two()', 'three()'))
  expect(splice(theirs, given, '5.2')).toBe(theirs.replace('three()', 'two()'))
})

test.each([
  ['before', 'import b\na()', 'a()'],
  ['between', 'function h() {', 'function g() {'],
  ['at the end', 'two()\n}\nmore()\n', 'two()\n}\n'],
])('a file that was changed %s its TODOs is left alone', (_, replacement, old) => {
  expect(splice(given.replace(old, replacement), given, '5.1')).toBeUndefined()
})
