import { expect, test } from 'vitest'
import { environment } from './kit/environment.ts'
import { run } from './kit/run.ts'
import { Terminal } from './kit/terminal.ts'

const look = (...args: string[]) => run('grader/look/main.ts', args)

test('one sees the dd of step 05 hit the wall', async () => {
  const script =
    'sleep 1; (while :; do :; done) & sleep 2; kill $!; dd if=/dev/zero of=/dev/null bs=200M count=1; exit 3'
  using terminal = new Terminal(`grader/look/main.ts 05 solution run busybox sh -c '${script}'`, {
    columns: 110,
    rows: 30,
    env: { ...environment, NO_COLOR: '1' },
  })
  await terminal.shows('05 Control groups   busybox sh -c')
  await terminal.shows('of 100.0 MiB')
  await terminal.shows('of a processor, quota 50 %')
  await terminal.shows('◦ throttled')
  await terminal.shows('✖ killed for want of memory: 1')
  await terminal.shows('It ended with 3.')
  await terminal.shows('the reference solution’s: npm run look 05 solution')
  expect(await terminal.ended).toBe(0)
})

test('without limits there are none to draw, and on pipes nothing is drawn', async () => {
  const { exitCode, stdout, stderr } = await look('05', 'run', 'busybox', 'echo', 'hello')
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: 'hello\nIt ended with 0.', stderr: '' })
})

test('Ctrl-C ends it', async () => {
  using terminal = new Terminal('grader/look/main.ts 05 solution run busybox sleep 1000', {
    columns: 60,
    rows: 40,
  })
  await terminal.shows('of 100.0 MiB')
  terminal.types('\x03')
  expect(await terminal.ended).toBe(130)
})

test.each([[['99']], [['02']], [['05', '06']], [['05', 'run']]])('look %j is wrong use', async (args) => {
  const { exitCode, stdout, stderr } = await look(...args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/usage: npm run look/)
})
