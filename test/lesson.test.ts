import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { steps } from '../grader/course/steps.ts'
import { todosOf } from '../grader/course/todos.ts'
import { lessons } from '../grader/lesson/messages.ts'
import { environment } from './kit/environment.ts'
import { inProject } from './kit/project.ts'
import { run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

const lesson = (...args: string[]) => run('grader/lesson/main.ts', args)

describe.each(lessons)('%s', (name) => {
  const markdown = readFileSync(inProject('docs', `${name}.md`), 'utf8')

  test('has all its words, in lines that fit', async () => {
    const { exitCode, stdout, stderr } = await lesson(name)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const words = (text: string) => text.match(/[\p{L}\d]+/gu) ?? []
    const shown = new Set(words(stdout))
    const written = words(markdown.replace(/\]\([^)]*\)/g, ']').replace(/^```.*$/gm, ''))
    expect(written.filter((word) => !shown.has(word))).toEqual([])
    // Code is shown as it is.
    const code = new Set(markdown.split('\n'))
    const wide = stdout.split('\n').filter((line) => line.length > 80 && !code.has(line.slice(2)))
    expect(wide).toEqual([])
  })
})

test('the number is enough, and a TODO’s heading says where it is in the files', async () => {
  const { stdout } = await lesson('5')
  expect(stdout).toMatch(/^05 Control groups\n─+\n/)
  const line = readFileSync(inProject('steps/05-cgroups/cgroups.ts'), 'utf8')
    .split('\n')
    .findIndex((text) => text.includes('TODO 5.3'))
  // Before it stands what was last said of the TODO, where the project was graded.
  expect(stdout).toMatch(new RegExp(`\n5\\.3 CPU\n(. )?steps/05-cgroups/cgroups\\.ts:${line + 1}\n`))
})

test.each(steps)('in $folder each TODO has a heading, and its place below', async (step) => {
  const { stdout } = await lesson(step.number)
  for (const { id } of todosOf(step))
    expect(stdout).toMatch(
      new RegExp(`\\n${id.replace('.', '\\.')} .*\\n(. )?steps/${step.folder}/[\\w-]+\\.ts:\\d+\\n`),
    )
})

test('on a terminal it is shown a screen at a time, with colours and links', async () => {
  using terminal = new Terminal('grader/lesson/main.ts 05', {
    columns: 60,
    rows: 12,
    env: { ...environment, PAGER: 'head -n 40; echo end of page; cat' },
  })
  await terminal.shows('\x1b[1m05 Control groups')
  await terminal.shows('end of page')
  const rest = await terminal.rest()
  expect(rest).toContain('/docs/06-volumes.md\x1b\\')
  expect(rest).toContain('To work on it: npm run watch 05\r\nThe next lesson: npm run lesson 06\r\n')
  expect(rest).toContain(`\x1b]8;;file://${hostname().toLowerCase()}/`)
  // Where to work, below the heading of each TODO.
  expect(rest).toMatch(
    /\]8;;file:[^;]*\/steps\/05-cgroups\/cgroups\.ts.\\steps\/05-cgroups\/cgroups\.ts:\d+.\]8;;/,
  )
  expect(stripVTControlCharacters(rest)).toContain('What counts as right in 05')
  expect(await terminal.ended).toBe(0)
})

test('without a pager it is shown all the same', async () => {
  using terminal = new Terminal('grader/lesson/main.ts 02', {
    columns: 80,
    rows: 12,
    env: { ...environment, PAGER: 'no-such-pager 2>/dev/null' },
  })
  expect(stripVTControlCharacters(await terminal.rest())).toContain('02 Processes')
})

test.each([[[]], [['99']], [['05', '06']]])('lesson %j is wrong use', async (args) => {
  const { exitCode, stdout, stderr } = await lesson(...args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/npm run lesson 05 · lessons: 01 02/)
})
