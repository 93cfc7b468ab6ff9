import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { steps } from '../grader/course/steps.ts'
import type { Report } from '../grader/verdict/verdict.ts'
import { environment } from './kit/environment.ts'
import { project, temporaryFolder } from './kit/project.ts'
import { run } from './kit/run.ts'

const numbers = steps.map(({ number }) => number).join(' ')

/** Runs `grade` with nothing added. */
const grade = (args: string[], env: Record<string, string> = {}) => run('grader/grade/main.ts', args, { env })

test.each([
  [[]],
  [['5x']],
  [['99']],
  [['05', '5x']],
  [['05', '--fast']],
  [['05', '--json']],
  [['05', '--machine', 'cloud']],
  [['05', '--dir', '/nowhere']],
  [['05', '--solution', '--dir', 'steps']],
  [['05', 'solutions']],
])('grade %j is wrong use: one line that names the steps, and 2', async (args) => {
  const { exitCode, stdout, stderr } = await grade(args)
  expect(stderr).toMatch(new RegExp(`^[^\n]*steps: ${numbers}[^\n]*$`))
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
})

test('flags that npm took for itself are noticed', async () => {
  const { exitCode, stderr } = await grade(['05'], { npm_config_solution: 'true' })
  expect(stderr).toContain('npm run grade 05 -- --solution')
  expect(exitCode).toBe(2)
})

test('a flag with a value that npm took is noticed as well, and would have graded something else', async () => {
  const { exitCode, stderr } = await grade(['05'], { npm_config_dir: 'handed-in' })
  expect(stderr).toContain('npm run grade 05 -- --dir=handed-in')
  expect(exitCode).toBe(2)
})

test.each([
  ['05.3', 'npm run grade 05'],
  ['11', 'npm run lesson 11'],
])('%s is no step, and %s is what may have been meant', async (name, next) => {
  const { exitCode, stderr } = await grade([name])
  expect(stderr).toContain(next)
  expect(exitCode).toBe(2)
})

test('a verdict that could not be written is said before anything is graded', async () => {
  const { exitCode, stdout, stderr } = await grade(['05', '--json', '/nowhere/verdict.json'])
  expect(stderr).toMatch(/--json: cannot write \/nowhere\/verdict\.json: open answered ENOENT · .*mkdir/)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
})

test('--help says what can be asked', async () => {
  const { exitCode, stdout } = await grade(['--help'])
  for (const word of ['solution', 'mine', '--dir', '--machine', '--json', '--junit', numbers])
    expect(stdout).toContain(word)
  expect(exitCode).toBe(0)
})

test('npm run grade 5 solution: a number as people write it, and a bare word', async () => {
  const { exitCode, stdout } = await execa('npm', ['run', '--silent', 'grade', '5', 'solution'], {
    cwd: project,
    env: environment,
    extendEnv: false,
    reject: false,
  })
  expect(stdout).toMatch(/^05 Control groups .*in the lab/)
  expect(stdout).toContain('6 of 6')
  expect(exitCode).toBe(0)
})

test('a verdict is written as JSON, as JUnit XML and as GitHub’s annotations', async () => {
  using folder = temporaryFolder()
  const [json, junit] = [join(folder.path, 'verdict.json'), join(folder.path, 'verdict.xml')]
  const { stdout } = await grade(['03', '--json', json, '--junit', junit], { GITHUB_ACTIONS: 'true' })

  const { schema, steps }: Report = JSON.parse(readFileSync(json, 'utf8'))
  expect(schema).toBe(1)
  expect(steps).toMatchObject([{ step: '03', outcome: 'fail', machine: 'lab', kernel: expect.any(String) }])
  const todos = steps.flatMap((step) => step.todos)
  expect(todos).toMatchObject([
    { id: '3.1', outcome: 'fail', file: 'steps/03-namespaces/namespaces.ts', line: 4 },
    { id: '3.2', outcome: 'waits', waitsFor: ['3.1'] },
  ])

  const xml = readFileSync(junit, 'utf8')
  expect(xml).toMatch(/^<\?xml version="1\.0"/)
  expect(xml.match(/<testcase /g)).toHaveLength(2)
  expect(xml.match(/<failure /g)).toHaveLength(1)

  const [todo] = todos
  expect(stdout).toContain(`\n::error file=${todo?.file},line=${todo?.line},title=3.1 `)
})
