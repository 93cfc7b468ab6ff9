import { expect, test } from 'vitest'
import { readCommandLine } from './command-line.ts'

test('as podman and conmon call it', () => {
  const create = 'create --bundle /b --pid-file /p web'
  expect(readCommandLine(create.split(' '))).toMatchObject({
    subcommand: 'create',
    id: 'web',
    bundle: '/b',
    pidFile: '/p',
    root: '/run/drydock-oci',
  })
  expect(readCommandLine('--root=/r kill web 15'.split(' '))).toMatchObject({ root: '/r', words: ['15'] })
  expect(readCommandLine('delete --force web'.split(' '))).toMatchObject({
    subcommand: 'delete',
    force: true,
  })
  expect(readCommandLine(['--version'])).toMatchObject({ subcommand: 'version' })
})

test('what follows exec and a name is a command with options of its own', () => {
  const exec = 'exec --detach web ls -l --all'
  expect(readCommandLine(exec.split(' '))).toMatchObject({
    id: 'web',
    detach: true,
    all: false,
    words: ['ls', '-l', '--all'],
  })
})

test('an option that nobody knows is refused', () => {
  expect(() => readCommandLine(['create', '--systemd-cgroup', 'web'])).toThrow(/no option --systemd-cgroup/)
})
