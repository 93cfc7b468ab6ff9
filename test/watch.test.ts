import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkout } from './kit/checkout.ts'
import { environment } from './kit/environment.ts'
import { inProject } from './kit/project.ts'
import { run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

let folder: ReturnType<typeof checkout>
beforeEach(() => {
  folder = checkout()
})
afterEach(() => folder.remove())

const watch = (args: string, env: Record<string, string> = {}, columns = 100) =>
  new Terminal(`grader/watch/main.ts ${args}`, {
    columns,
    rows: 40,
    cwd: folder.path,
    env: { ...environment, NO_COLOR: '1', ...env },
  })

/** Solves one half of step 03 after the other, as a person does who saves a file. */
function save(text: (before: string) => string) {
  const file = join(folder.path, 'steps/03-namespaces/namespaces.ts')
  writeFileSync(file, text(readFileSync(file, 'utf8')))
}
const solution = readFileSync(inProject('solutions/03-namespaces/namespaces.ts'), 'utf8')

test('a step is graded at once, and again whenever it is saved', { timeout: 240_000 }, async () => {
  using terminal = watch('03')
  await terminal.shows('3.1')
  await terminal.shows('0 of 2')
  await terminal.shows('watching steps/03-namespaces')
  await terminal.shows('q quit')

  save(() => solution.replace("sethostname('container')", ''))
  await terminal.shows('grading 03')
  await terminal.shows('1 of 2 · next: 3.2')
  save(() => solution)
  await terminal.shows('2 of 2')
  await terminal.shows('All of it passes. n goes on to 04.')

  terminal.types('l')
  await terminal.shows('03 Namespaces   2 of 2')
  await terminal.shows('any key goes back')
  terminal.types('q')
  await terminal.shows('2 of 2')
  terminal.types('q')
  await terminal.shows('npm start goes on')
  expect(await terminal.ended).toBe(0)
})

test('it begins where the person is, and gives hints on what is open', { timeout: 240_000 }, async () => {
  using terminal = watch('')
  await terminal.shows('02 Processes')
  await terminal.shows('watching steps/02-processes')
  terminal.types('h')
  await terminal.shows('2.1 ')
  await terminal.shows('one more: h')
  terminal.types('hh')
  await terminal.shows('    3  ')
  terminal.types('\x03')
  expect(await terminal.ended).toBe(0)
})

test('on a narrow terminal no line is cut, and it says what can be done', { timeout: 240_000 }, async () => {
  save(() => solution)
  using terminal = watch('03', {}, 50)
  let text = await terminal.shows('All of it passes. n goes on to 04.')
  text += await terminal.shows('q quit')
  terminal.types('h')
  text += await terminal.shows('about. n goes on to')
  text += await terminal.shows('save a file')
  terminal.types('q')
  text += await terminal.rest()
  const lines = stripVTControlCharacters(text).split('\r\n')
  expect(lines.filter((line) => line.length > 50)).toEqual([])
  expect(await terminal.ended).toBe(0)
})

test('lesson and diff have the keyboard while they are shown', { timeout: 240_000 }, async () => {
  using terminal = watch('03', { PAGER: 'head -n 1; read line </dev/tty; echo "pager read $line"' })
  await terminal.shows('grading 03')
  terminal.types('r')
  await terminal.shows('03 Namespaces')
  terminal.types('hhh\n')
  await terminal.shows('pager read hhh')
  terminal.types('d')
  await terminal.shows('diff --git steps/03-namespaces/')
  terminal.types('\n')
  await terminal.shows('watching steps/03-namespaces')
  terminal.types('q')
  expect(await terminal.ended).toBe(0)
})

test('a save in the middle of a grade begins a new one, and Ctrl-C leaves nothing', {
  timeout: 240_000,
}, async () => {
  using terminal = watch('03')
  await terminal.shows('grading 03')
  save(() => solution)
  await terminal.shows('2 of 2')
  terminal.types('\x03')
  expect(await terminal.ended).toBe(0)
})

test.each([[['99']], [['05', '06']], [['--fast']]])('watch %j is wrong use', async (args) => {
  const { exitCode, stdout, stderr } = await run('grader/watch/main.ts', args, { cwd: folder.path })
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/npm run watch 05/)
})
