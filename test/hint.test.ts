import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { stepOf, steps } from '../grader/course/steps.ts'
import { hintsOf } from '../grader/hint/hints.ts'
import { checkout } from './kit/checkout.ts'
import { inProject } from './kit/project.ts'
import { run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

const numbers = steps.map(({ number }) => number).join(' ')
const hints = (todo: string) => {
  const found = hintsOf(stepOf(todo)).find((each) => each.todo === todo)
  if (!found) throw new Error(`There are no hints on ${todo}`)
  return found.hints
}

/** A checkout of its own, in which nobody has seen a hint. */
const folder = checkout()
const memory = join(folder.path, '.drydock')
beforeEach(() => rmSync(memory, { recursive: true, force: true }))
afterAll(() => folder.remove())

/** `npm run hint -- <args>` */
const hint = (args: string[], env: Record<string, string> = {}) =>
  run('grader/hint/main.ts', args, { cwd: folder.path, env })

/** The first words of each hint that is shown, behind its number. */
const shown = (stdout: string) => stdout.match(/(?<=^ {4}\d {2}).{20}/gm) ?? []
const begins = (todo: string) => hints(todo).map((text) => bare(text).slice(0, 20))
/** Without what markdown needs to set it in italics. */
const bare = (text: string) => text.replace(/(?<![\w`])_([^_`]+)_(?![\w`])/g, '$1')

test('one hint more each time, until the last one says where the solution is', async () => {
  const all = begins('5.3')
  for (const [index] of all.entries()) {
    const { exitCode, stdout, stderr } = await hint([index % 2 ? '5.3' : '05.3'])
    expect(shown(stdout)).toEqual(all.slice(0, index + 1))
    expect(stdout.includes('one more: npm run hint 05.3')).toBe(index < all.length - 1)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  }
  const { stdout } = await hint(['5.3'])
  expect(shown(stdout)).toEqual(all)
  const [, place = '', line] = /the solution: (.+):(\d+)\n/.exec(stdout) ?? []
  expect(readFileSync(inProject(place), 'utf8').split('\n')[Number(line) - 1]).toContain('// 5.3 ')
  expect(stdout).toContain('in the place of yours, which is kept: npm run solve 05.3\n')
  expect(stdout).toContain('the lesson: docs/05-cgroups.md · npm run lesson 05')
})

test.each(['all', '--all'])('%s shows every hint, code as it is written', async (word) => {
  const { stdout } = await hint(['05.4', word])
  expect(shown(stdout)).toEqual(begins('5.4'))
  const code = hints('5.4').flatMap((text) => text.match(/(?<=```ts\n).*?(?=\n```)/gs) ?? [])
  expect(code).not.toEqual([])
  for (const block of code) expect(stdout).toContain(block.replaceAll('\n', '\n         '))
  expect(stdout).not.toContain('```')
})

test('a step is answered with its TODOs, and how far one got', async () => {
  await hint(['5.2'])
  const { exitCode, stdout } = await hint(['5'])
  expect(stdout).toMatch(/^05 Control groups\n {2}5\.1 .* 3 hints\n {2}5\.2 +Memory +1 of 3 hints seen\n/)
  expect(stdout).toContain('npm run hint 05.1')
  expect(exitCode).toBe(0)
})

test('what one has seen is in one file, and forgotten with it', async () => {
  await hint(['2.1', 'all'])
  rmSync(memory, { recursive: true })
  expect(shown((await hint(['2.1'])).stdout)).toHaveLength(1)
  writeFileSync(join(memory, 'hints.json'), '{ half')
  expect(shown((await hint(['2.1'])).stdout)).toHaveLength(1)
})

test('a checkout that cannot be written to has hints all the same', async () => {
  writeFileSync(memory, 'a file where the folder would be')
  const { exitCode, stdout } = await hint(['6.4'])
  expect(shown(stdout)).toEqual(begins('6.4').slice(0, 1))
  expect(stdout).toMatch(/\.drydock\/hints\.json cannot be written \(EEXIST\).* npm run hint 06\.4 all$/)
  expect(exitCode).toBe(0)
})

test('on a narrow terminal lines are broken between words', async () => {
  using terminal = new Terminal('grader/hint/main.ts 05.4', { columns: 48, rows: 24, cwd: folder.path })
  const lines = stripVTControlCharacters(await terminal.rest()).split('\r\n')
  expect(lines.filter((line) => line.length > 48)).toEqual([])
  expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain(bare(hints('5.4')[0] ?? '').replaceAll('\n', ' '))
})

test.each([[[]], [['99.1']], [['5.9']], [['5.3.1']], [['5.x']], [['5.1', '5.2']], [['5.1', '--every']]])(
  'hint %j is wrong use: one line that names the usage, and 2',
  async (args) => {
    const { exitCode, stdout, stderr } = await hint(args)
    expect(stderr).toMatch(new RegExp(`^[^\n]*usage: npm run hint [^\n]*steps: ${numbers}$`))
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  },
)

test('--all that npm took for itself is noticed', async () => {
  const { exitCode, stderr } = await hint(['05.3'], { npm_config_all: 'true' })
  expect(stderr).toContain('npm run hint 05.3 -- --all')
  expect(exitCode).toBe(2)
})
