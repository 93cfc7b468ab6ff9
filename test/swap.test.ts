import { appendFileSync, chownSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contentsOf } from '../grader/course/contents.ts'
import { checkout } from './kit/checkout.ts'
import { inProject } from './kit/project.ts'
import { run } from './kit/run.ts'

let folder: ReturnType<typeof checkout>
beforeEach(() => {
  folder = checkout()
})
afterEach(() => folder.remove())

const skeleton = contentsOf(inProject('steps/05-cgroups'))
const solution = contentsOf(inProject('solutions/05-cgroups'))
const theirs = () => contentsOf(join(folder.path, 'steps/05-cgroups'))
const file = (name: string) => join(folder.path, 'steps/05-cgroups', name)

const swap = (...args: string[]) =>
  run('grader/swap/main.ts', args, { cwd: folder.path, stripFinalNewline: false })

/** Runs it, and has it succeed. */
async function does(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await swap(...args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

test('solve and reset swap a whole step, and undo brings back what was there before each', async () => {
  appendFileSync(file('cgroups.ts'), '// mine\n')
  writeFileSync(file('notes.ts'), '// mine, too\n')
  const mine = theirs()

  expect(await does('solve', '05')).toMatch(
    /^steps\/05-cgroups is the reference solution’s now\. Next: npm run grade 05\n .*\.drydock\/snapshots\/\S+-solve-05\/05-cgroups\..* npm run undo\n$/,
  )
  expect(theirs()).toEqual(solution)
  expect(await does('reset', '5')).toMatch(/as it was in the beginning\. Next: npm run grade 05\n/)
  expect(theirs()).toEqual(skeleton)

  expect(await does('undo')).toMatch(
    /^steps\/05-cgroups is as it was before reset 05\. Next: npm run grade 05\n/,
  )
  expect(theirs()).toEqual(solution)
  expect(await does('undo')).toMatch(/before solve 05\. Next: /)
  expect(theirs()).toEqual(mine)
  const { exitCode, stderr } = await swap('undo')
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^Nothing was swapped.*\n.*ls \.drydock\/snapshots\n$/),
  })
})

test('one TODO is swapped, with both of its halves, and nothing else is touched', async () => {
  const text = readFileSync(file('cgroups.ts'), 'utf8')
  writeFileSync(file('cgroups.ts'), text.replace('// TODO 5.3', 'const mine = 1\n\n  // TODO 5.3'))
  expect(await does('solve', '05.4')).toMatch(
    /^TODO 5\.4 is the reference solution’s now\. Next: npm run grade 05\n/,
  )
  expect(theirs()['gate.ts']).toBe(solution['gate.ts'])
  expect(readFileSync(file('cgroups.ts'), 'utf8')).toContain('const mine = 1')
  await does('reset', '5.4')
  expect(theirs()['gate.ts']).toBe(skeleton['gate.ts'])
  expect(readFileSync(file('cgroups.ts'), 'utf8')).toContain('const mine = 1')
  expect(await does('reset', '5.4')).toMatch(/already\. Nothing was changed\. Next: npm run grade 05\n/)
})

test('a file that was changed around its TODOs is left alone, and it says what can be done', async () => {
  writeFileSync(file('cgroups.ts'), 'export const all = "my own"\n')
  const before = theirs()
  const { exitCode, stderr } = await swap('solve', '5.3')
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^steps\/05-cgroups\/cgroups\.ts was changed .*5\.3.*\n .*npm run solve 05\n$/)
  expect(theirs()).toEqual(before)
})

test('diff shows what solve would change', async () => {
  const { stdout: all, stderr, exitCode } = await swap('diff', '05')
  expect({ stderr, exitCode }).toEqual({
    stderr: 'To have it changed so: npm run solve 05 · to have yours judged: npm run grade 05\n',
    exitCode: 0,
  })
  for (const name of ['cgroups.ts', 'gate.ts']) expect(all).toContain(`+++ solutions/05-cgroups/${name}`)
  const { stdout: one, stderr: next } = await swap('diff', '05.3')
  expect(next).toContain('npm run solve 5.3 · to have yours judged: npm run grade 05\n')
  expect(one).toMatch(/^-.*TODO 5\.3/m)
  expect(one).toMatch(/^\+.*CPU_MAX/m)
  expect(one).not.toContain('5.2')
  await does('solve', '5.3')
  expect(await does('diff', '5.3')).toBe(
    'TODO 5.3 and the reference solution are the same. Next: npm run grade 05\n',
  )
})

test('a step that was deleted can be had again', async () => {
  rmSync(join(folder.path, 'steps/05-cgroups'), { recursive: true })
  await does('reset', '05')
  expect(theirs()).toEqual(skeleton)
})

test('without git there is no skeleton, and it says so', async () => {
  rmSync(join(folder.path, '.git'), { recursive: true })
  await does('solve', '05')
  const { exitCode, stderr } = await swap('reset', '05')
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/not a git repository/)
  expect(theirs()).toEqual(solution)
})

test('what root swaps belongs to the person, still', async () => {
  const steps = join(folder.path, 'steps')
  for (const path of [folder.path, steps, join(steps, '05-cgroups')]) chownSync(path, 1000, 1000)
  await does('solve', '05')
  expect(statSync(file('cgroups.ts'))).toMatchObject({ uid: 1000, gid: 1000 })
  expect(statSync(join(folder.path, '.drydock'))).toMatchObject({ uid: 1000, gid: 1000 })
})

test.each([[['solve']], [['solve', '99']], [['reset', '5.9']], [['diff', '05', '06']], [['undo', '05']]])(
  '%j is wrong use',
  async (args) => {
    const { exitCode, stdout, stderr } = await swap(...args)
    expect(stderr).toMatch(/^[^\n]*npm run [^\n]*\n$/)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  },
)
