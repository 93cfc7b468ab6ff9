import { randomBytes } from 'node:crypto'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { environment } from './kit/environment.ts'
import { project } from './kit/project.ts'
import { preload, run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

/** `npm run lab -- <command>`, on pipes. */
const lab = (...command: string[]) => run('lab/main.ts', command)

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
  const { stdout } = await execa(process.execPath, [...preload, 'lab/main.ts', 'cat'], {
    cwd: project,
    env: environment,
    extendEnv: false,
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

test('on a terminal it is a shell with colours and of that size, where Ctrl-C reaches the command', async () => {
  using terminal = new Terminal('lab/main.ts', { columns: 100, rows: 30 })
  const prompt = '\x1b[36mlab\x1b[0m:/workshop# '
  await terminal.shows(prompt)
  terminal.types('tty; stty size\n')
  await terminal.shows('/dev/pts/')
  await terminal.shows('30 100')
  await terminal.shows(prompt)
  // One process from its word on: a Ctrl-C between two commands of a list is the shell's to ignore.
  terminal.types("sh -c 'echo working; exec sleep 1000'\n")
  await terminal.shows('working\r\n')
  terminal.types('\x03')
  await terminal.shows(prompt)
  terminal.types('echo it ended: $?; exit 7\n')
  await terminal.shows('it ended: 130')
  expect(await terminal.ended).toBe(7)
})
