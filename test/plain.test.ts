import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { checkout } from './kit/checkout.ts'
import { environment } from './kit/environment.ts'
import { inProject } from './kit/project.ts'
import { run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

const folder = checkout()
afterAll(() => folder.remove())

const plain = { ...environment, DRYDOCK_PLAIN: '1' }
const on = (program: string, term?: string) =>
  new Terminal(program, {
    columns: 60,
    rows: 20,
    cwd: folder.path,
    ...(term === undefined ? { env: plain } : { term }),
  })
const read = async (program: string, ...args: string[]) =>
  (await run(program, args, { cwd: folder.path, env: plain })).stdout

/** Escape sequences, lines written over, signs and drawings, and columns: none of it is read out well. */
function expectPlain(text: string): void {
  expect(stripVTControlCharacters(text)).toBe(text)
  expect(text.replaceAll('\r\n', '\n')).not.toMatch(/[\r\u2500-\u25ff\u2700-\u27bf·•]/u)
  expect(text).not.toMatch(/\S {3,}/)
}

/** Half of step 03 is solved, or all of it. */
const file = join(folder.path, 'steps/03-namespaces/namespaces.ts')
const solution = readFileSync(inProject('solutions/03-namespaces/namespaces.ts'), 'utf8')
const half = solution.replace("sethostname('container')", '')

test.each([undefined, 'dumb'])('a verdict is a line a TODO on a terminal, TERM=%s', async (term) => {
  writeFileSync(file, half)
  using terminal = on('grader/grade/main.ts 03', term)
  const text = await terminal.rest()
  expectPlain(text)
  expect(text).toMatch(/^pass: 3\.1 The container has a UTS and a PID namespace of its own\r$/m)
  expect(text).toMatch(/^fail: 3\.2 /m)
  expect(text).toMatch(/^found: /m)
  expect(text).toMatch(/^steps\/03-namespaces\/namespaces\.ts/m)
  expect(text).toMatch(/^1 of 2\. next: 3\.2\. npm run hint 03\.2\r$/m)
  expect(await terminal.ended).toBe(1)
})

test('the list is a line a TODO', async () => {
  const text = await read('grader/list/main.ts')
  expectPlain(text)
  expect(text).toMatch(/^1 of \d+ TODOs pass\n\n02 Processes, 0 of 3, not graded yet\nnot graded yet: 2\.1 /)
  expect(text).toMatch(/^03 Namespaces, 1 of 2\npass: 3\.1 .*\nfail: 3\.2 /m)
  expect(text).toMatch(
    /^next: 2\.1\. steps\/02-processes\/dispatch\.ts:\d+\. npm run lesson 02\. npm run grade 02\. npm run hint 02\.1$/m,
  )
})

test('hints, lesson and doctor have words for their signs', async () => {
  const hints = await read('grader/hint/main.ts', '05.4', 'all')
  expect(hints).toMatch(/^hint 2: .*\n\nhint 3: /m)
  expectPlain(hints)
  expect(await read('grader/hint/main.ts', '05')).toMatch(/^5\.2 Memory: 3 hints$/m)

  const lesson = await read('grader/lesson/main.ts', '05')
  expectPlain(lesson)
  expect(lesson).toContain('There is a drawing here: docs/05-cgroups.md:')
  expect(lesson).toMatch(/^you wrote: memory\.max `104857600`, .*; verdict: right$/m)

  const doctor = await read('grader/doctor/main.ts')
  expectPlain(doctor)
  expect(doctor).toMatch(/^pass: Node, v24/)
})

test('a lesson is not left to a pager', async () => {
  using terminal = on('grader/lesson/main.ts 05')
  const text = await terminal.rest()
  expectPlain(text)
  expect(text).toContain('What counts as right in 05')
})

test('watch says what changed first, and writes over nothing', { timeout: 240_000 }, async () => {
  writeFileSync(file, half)
  using terminal = on('grader/watch/main.ts 03')
  let text = await terminal.shows('Keys: h hint, n next step, ')
  text += await terminal.shows('grading 03')
  text += await terminal.shows('1 of 2. next: 3.2. npm run hint 03.2\r\n')
  writeFileSync(file, solution)
  const news = await terminal.shows('2 of 2')
  expect(news).toMatch(/^grading 03 …\r\nChanged: 3\.2 pass\.\r\n03 Namespaces, .*\r\npass: 3\.1 /)
  terminal.types('l')
  text += news + (await terminal.shows('All of it passes. n goes on to 04.'))
  text += await terminal.shows('03 Namespaces, 2 of 2\r\npass: 3.1 ')
  terminal.types('gq')
  expectPlain(text + (await terminal.rest()))
  expect(await terminal.ended).toBe(0)
})

test('look tells what happens, and else how things are', { timeout: 240_000 }, async () => {
  const script =
    'sleep 4; (while :; do :; done) & sleep 2; kill $!; dd if=/dev/zero of=/dev/null bs=200M count=1; exit 3'
  using terminal = on(`grader/look/main.ts 05 solution run busybox sh -c '${script}'`)
  const text = await terminal.rest()
  expectPlain(text)
  expect(text).toMatch(
    /^05 Control groups: busybox sh -c sleep 4; .*\r\n(.*\r\n)?It is in the cgroup \/drydock\/\d+\.\r$/m,
  )
  expect(text.match(/^memory \d+\.\d MiB of 100\.0 MiB; cpu /gm)?.length).toBeGreaterThan(3)
  expect(text).toMatch(/^throttled: its quota was used up, and it had to wait\r$/m)
  expect(text).toMatch(/^memory: the limit is reached\r$[\s\S]*^killed for want of memory: 1 process\r$/m)
  expect(text).toContain('It ended with 3.')
})
