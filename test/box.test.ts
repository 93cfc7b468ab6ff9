import { expect, test } from 'vitest'
import { steps } from '../grader/course/steps.ts'
import { run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

const numbers = steps.map(({ number }) => number)

/** `npm run box -- <args>`, on pipes. */
const box = (args: string[], input = '') => run('grader/box/main.ts', args, { input })

test('a container reads, prints, and ends with its command’s exit status', async () => {
  const script = 'read line; echo out $line $$; echo err >&2; exit 7'
  const { exitCode, stdout, stderr } = await box(
    ['05', 'solution', 'run', 'busybox', '/bin/sh', '-c', script],
    'in\n',
  )
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 7, stdout: 'out in 1', stderr: 'err' })
})

test('the limits of step 05 hold in it', async () => {
  const load = ['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=150M', 'count=1']
  const { exitCode } = await box(['05', 'solution', 'run', 'busybox', ...load])
  expect(exitCode).toBe(137)
})

test('that there is no such image is all that is said about it', async () => {
  const { exitCode, stderr } = await box(['05', 'solution', 'run', 'no-such-image', 'true'])
  expect(stderr).toMatch(/^container: There is no image no-such-image at .*\n {2}Pull it first.*$/)
  expect(exitCode).toBe(125)
})

test('a command that is not there is 127, behind a filter too', async () => {
  const { exitCode, stderr } = await box(['09', 'solution', 'run', 'busybox', 'no-such-command'])
  expect(stderr).toMatch(/^container: no-such-command: there is no such command \(ENOENT\)\. PATH is \S+$/)
  expect(exitCode).toBe(127)
})

test('a volume is kept in the lab’s /fs, and can be made read-only', async () => {
  const script = 'echo here >/data/mark; echo here >/same/mark; cat /same/mark'
  const volumes = ['-v', 'data:/data', '-v', '/fs/.volumes/data:/same:ro']
  const { exitCode, stdout, stderr } = await box([
    ...['06', 'solution', 'run', ...volumes, 'busybox'],
    ...['/bin/sh', '-c', script],
  ])
  expect(stdout).toBe('here')
  expect(stderr).toContain('/same/mark: Read-only file system')
  expect(exitCode).toBe(0)
})

test('without `solution` it is the attendee’s own code', async () => {
  const { exitCode, stderr } = await box(['02', 'run', 'true'])
  expect(stderr).toContain('2.1 is still open')
  expect(exitCode).toBe(1)
})

test('on a terminal it is a shell in a container, of that size, where Ctrl-C reaches the command', async () => {
  using terminal = new Terminal('grader/box/main.ts 05 solution run busybox /bin/sh', {
    columns: 90,
    rows: 25,
  })
  await terminal.shows('/ # ')
  terminal.types('hostname; stty size\n')
  await terminal.shows('container\r\n25 90\r\n')
  await terminal.shows('/ # ')
  terminal.types("sh -c 'echo working; exec sleep 1000'\n")
  await terminal.shows('working\r\n')
  terminal.types('\x03')
  await terminal.shows('/ # ')
  terminal.types('echo it ended: $?; exit 7\n')
  await terminal.shows('it ended: 130')
  expect(await terminal.ended).toBe(7)
})

test.each([[[]], [['99', 'run', 'busybox', 'sh']], [['05']]])('box %j is wrong use', async (args) => {
  const { exitCode, stdout, stderr } = await box(args)
  expect(stderr).toMatch(new RegExp(`^[^\n]*usage: npm run box [^\n]*steps: ${numbers.join(' ')}$`))
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
})
