import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { type ExecOptions, exec } from './exec.ts'
import { type Lab, type LabOptions, openLab } from './lab.ts'

// The set-up of a first use is part of whichever test comes first.
const PATIENCE = { timeout: 180_000 }

const labs: Lab[] = []
afterEach(() => Promise.all(labs.splice(0).map((lab) => lab.close())))

async function open(options?: LabOptions) {
  const lab = await openLab(options)
  labs.push(lab)
  return lab
}

async function run(lab: Lab, script: string, options: ExecOptions & { input?: string } = {}) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const stdin = options.input === undefined ? {} : { stdin: Readable.from([options.input]) }
  const texts = Promise.all([text(stdout), text(stderr)])
  const code = await exec(lab, ['sh', '-c', script], { ...stdin, stdout, stderr }, options).finally(() => {
    stdout.end()
    stderr.end()
  })
  const [out, err] = await texts
  return { code, stdout: out, stderr: err }
}

test('it comes from its snapshot, with the time of day', PATIENCE, async () => {
  const lab = await open()
  expect(lab.restored).toBe(true)
  const { stdout } = await run(lab, 'uname -r; date +%s')
  const [kernel, seconds] = stdout.split('\n')
  expect(kernel).toBe(lab.kernel)
  expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(30)
})

test('it can be booted instead', PATIENCE, async () => {
  const lab = await open({ cold: true })
  expect(lab.restored).toBe(false)
  expect((await run(lab, 'cat /sys/fs/cgroup/cgroup.subtree_control')).stdout).toBe(
    'cpuset cpu io memory pids\n',
  )
})

test('a program has its input, its outputs and its exit code to itself', PATIENCE, async () => {
  const result = await run(await open(), 'tr a-z A-Z; echo oh >/dev/stderr; exit 7', { input: 'hello' })
  expect(result).toEqual({ code: 7, stdout: 'HELLO', stderr: 'oh\n' })
})

test('not a byte of a long output is lost, and a signal is told as a shell tells it', PATIENCE, async () => {
  const { code, stdout } = await run(await open(), 'seq 200000; kill -9 0')
  expect(code).toBe(137)
  expect(stdout).toBe(Array.from({ length: 200_000 }, (_, n) => `${n + 1}\n`).join(''))
})

test('a program on a terminal has one of its own', PATIENCE, async () => {
  const { stdout } = await run(await open(), 'test -t 0 && stty size; echo $TERM >/dev/tty', {
    tty: { columns: 101, rows: 33 },
    env: { TERM: 'vt100' },
  })
  expect(stdout).toBe('33 101\r\nvt100\r\n')
})

test('labs side by side do not see each other, and leave nothing behind', PATIENCE, async () => {
  const both = await Promise.all([open(), open()])
  const marked = await Promise.all(both.map((lab, n) => run(lab, `echo ${n} >/fs/mine; cat /fs/mine`)))
  expect(marked.map(({ stdout }) => stdout)).toEqual(['0\n', '1\n'])
  expect((await run(await open(), 'ls /fs')).stdout).toBe('busybox\nlost+found\n')
})

test('a lab that is closed rejects what it was asked', PATIENCE, async () => {
  const lab = await open()
  const waiting = run(lab, 'sleep 1000')
  const rejected = expect(waiting).rejects.toThrow('The lab is closed.')
  await lab.close()
  await rejected
})

test('a lab that is aborted ends with the reason', PATIENCE, async () => {
  const abort = new AbortController()
  const lab = await open({ signal: abort.signal })
  const rejected = expect(run(lab, 'sleep 1000')).rejects.toThrow('enough')
  abort.abort(new Error('enough'))
  await rejected
})
