import { randomBytes } from 'node:crypto'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { environment } from './kit/environment.ts'
import { project } from './kit/project.ts'

const options = { cwd: project, env: environment, extendEnv: false, reject: false } as const

/** `npm run lab -- <command>`, on pipes. */
const lab = (...command: string[]) => execa(process.execPath, ['lab/main.ts', ...command], options)

test('a command has its own output, errors and exit status', async () => {
  const { exitCode, stdout, stderr } = await lab('sh', '-c', 'echo out; echo err >&2; uname -n; exit 7')
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 7, stdout: 'out\nlab', stderr: 'err' })
})

test('one that is killed, or not there, ends as in a shell', async () => {
  const [killed, missing] = await Promise.all([lab('sh', '-c', 'kill -9 $$'), lab('no-such-command')])
  expect(killed.exitCode).toBe(137)
  expect(missing.exitCode).toBe(127)
  expect(missing.stderr).toContain('no-such-command')
})

test('bytes pass through as they are, megabytes of them', async () => {
  const input = randomBytes(5 * 1024 * 1024)
  const { stdout } = await execa(process.execPath, ['lab/main.ts', 'cat'], {
    ...options,
    input,
    encoding: 'buffer',
  })
  expect(Buffer.compare(stdout, input)).toBe(0)
})

test('several run side by side, and none sees what another wrote', async () => {
  const write = 'echo here >/tmp/mark; echo here >/fs/mark; hostname other; ls /tmp/mark /fs/mark'
  const look = 'ls /tmp /fs; hostname'
  const [first, second] = await Promise.all([lab('sh', '-c', write), lab('sh', '-c', look)])
  const third = await lab('sh', '-c', look)
  expect(first.stdout).toBe('/fs/mark\n/tmp/mark')
  for (const { stdout } of [second, third]) expect(stdout).toMatch(/^busybox$[\s\S]*^lab$/m)
  for (const { stdout } of [second, third]) expect(stdout).not.toContain('mark')
})

test('the project is there, as it is now', async () => {
  const { stdout } = await lab('sh', '-c', 'pwd; cat package.json')
  expect(stdout).toMatch(/^\/workshop\n\{\n {2}"name": "drydock"/)
})
