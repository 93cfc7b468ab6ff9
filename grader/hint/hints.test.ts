import { globSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { steps } from '../course/steps.ts'
import { byNumber } from '../course/todos.ts'
import { root } from '../root.ts'
import { hintsOf, parseHints } from './hints.ts'

test('every step has a file of hints, and no other has', () => {
  expect(readdirSync(`${root}/hints`)).toEqual(steps.map(({ folder }) => `${folder}.md`))
})

describe.each(steps)('the hints of $folder', (step) => {
  const { number, folder, title } = step

  test('have its title', () => {
    expect(readFileSync(`${root}/hints/${folder}.md`, 'utf8')).toMatch(`# ${number} ${title}\n`)
  })

  test('are on all of its TODOs, in their order', () => {
    const todos = hintsOf(step).map(({ todo }) => todo)
    expect(todos).toEqual(checked(folder))
    expect(todos).toEqual(marked(folder))
  })

  test('are at least three on each, and whole', () => {
    for (const { todo, hints } of hintsOf(step)) {
      expect(hints.length, todo).toBeGreaterThanOrEqual(3)
      // A code block that is not closed would take in what follows.
      for (const hint of hints) expect((hint.match(/^```/gm) ?? []).length % 2, hint).toBe(0)
    }
  })
})

/** The TODOs that the grader asks about. */
const checked = (folder: string) =>
  readdirSync(`${root}/grader/checks/${folder}`)
    .map((file) => file.slice(0, file.indexOf('-')))
    .sort(byNumber)

/** The TODOs that stand in the skeleton. */
const marked = (folder: string) =>
  globSync(`${root}/steps/${folder}/**/*.ts`)
    .flatMap((file) => readFileSync(file, 'utf8').match(/(?<=\bTODO )\d+\.\d+/g) ?? [])
    .sort(byNumber)

test('a hint goes on where it is indented', () => {
  const text = '# 05 A\n\n## 5.1 B c\n\n1. one\n   more\n\n   ```ts\n     code\n   ```\n2. two\n'
  expect(parseHints(text, 'a.md')).toEqual([
    { todo: '5.1', title: 'B c', hints: ['one\nmore\n\n```ts\n  code\n```', 'two'] },
  ])
})

test.each([
  ['## 5.1 B\n', 'a.md:1 is no title'],
  ['# 05 A\n\n1. a hint on nothing\n', 'a.md:3 is neither'],
  ['# 05 A\n## 5.1 B\n1. one\n3. three\n', 'a.md:4 is neither'],
  ['# 05 A\n## 5.1 B\n1. one\nnot indented\n', 'a.md:4 is neither'],
  ['# 05 A\n## 5 B\n', 'a.md:2 is neither'],
])('%j is refused', (text, why) => {
  expect(() => parseHints(text, 'a.md')).toThrow(why)
})
