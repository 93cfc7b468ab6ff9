import { readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { steps } from '../grader/course/steps.ts'
import { todosOf } from '../grader/course/todos.ts'
import { checkout } from './kit/checkout.ts'
import { run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

const folder = checkout()
afterAll(() => folder.remove())

const runHere = (program: string, ...args: string[]) => run(program, args, { cwd: folder.path })
const list = () => runHere('grader/list/main.ts')

const all = steps.flatMap(todosOf)

test('before the first verdict it shows every step and every TODO', async () => {
  const { exitCode, stdout } = await list()
  expect(exitCode).toBe(0)
  expect(stdout).toContain(` 0 of ${all.length} TODOs pass\n`)
  for (const { number, title } of steps) expect(stdout).toContain(`${number} ${title}   0 of `)
  for (const { id, title } of all) expect(stdout).toContain(`    · ${id.padEnd(4)} ${title}\n`)
  expect(stdout).toMatch(
    /▸ 02 Processes[\s\S]*\n✔ passes {3}✖ fails {3}◌ waits for an earlier one {3}· not graded yet\nnext: 2\.1 · steps\/02-processes\/dispatch\.ts:\d+ · npm run lesson 02 · npm run grade 02( · |\n)npm run hint 02\.1$/,
  )
})

test('it knows what the last verdict said of the person’s own steps, and no other', async () => {
  await runHere('grader/grade/main.ts', '03', '--solution')
  expect((await list()).stdout).toContain('03 Namespaces   0 of 2 · not graded yet\n')

  await runHere('grader/swap/main.ts', 'solve', '3.1')
  await runHere('grader/grade/main.ts', '03')
  const { stdout } = await list()
  expect(stdout).toContain(` 1 of ${all.length} TODOs pass\n`)
  expect(stdout).toMatch(/03 Namespaces {3}1 of 2\n {4}✔ 3\.1 .*\n {4}✖ 3\.2 /)
})

test('it says what was changed since', async () => {
  const later = new Date(Date.now() + 1000)
  utimesSync(join(folder.path, 'steps/03-namespaces/namespaces.ts'), later, later)
  expect((await list()).stdout).toContain('03 Namespaces   1 of 2 · changed since it was graded\n')
})

test('what it knows may be deleted', async () => {
  const file = join(folder.path, '.drydock/verdicts.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    '03': { todos: { '3.1': 'pass', '3.2': 'fail' } },
  })
  rmSync(file)
  expect((await list()).stdout).toContain(` 0 of ${all.length} TODOs pass\n`)
})

test('a step of one’s own that passes leads to the next lesson', async () => {
  await runHere('grader/swap/main.ts', 'solve', '03')
  expect((await runHere('grader/grade/main.ts', '03')).stdout).toMatch(
    /\n {2}2 of 2\n {2}next: npm run lesson 04$/,
  )
  expect((await runHere('grader/grade/main.ts', '03', 'solution')).stdout).toMatch(/\n {2}2 of 2$/)
})

test('on a narrow terminal lines are broken between words', async () => {
  using terminal = new Terminal('grader/list/main.ts', { columns: 50, rows: 24, cwd: folder.path })
  const lines = stripVTControlCharacters(await terminal.rest()).split('\r\n')
  expect(lines.filter((line) => line.length > 50)).toEqual([])
  const words = lines.join(' ').replaceAll(/ +/g, ' ')
  for (const { id, title } of all) expect(words).toContain(`${id} ${title}`)
})

test('it takes no arguments', async () => {
  const { exitCode, stdout, stderr } = await runHere('grader/list/main.ts', '05')
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/^npm run list: /)
})
