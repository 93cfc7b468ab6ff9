import { expect, test } from 'vitest'
import { displayOf } from '../terminal/display.ts'
import { screen } from './screen.ts'
import type { Report } from './verdict.ts'

const paper = displayOf({}, {})

const report: Report = {
  schema: 1,
  steps: [
    {
      step: '05',
      title: 'Control groups',
      outcome: 'fail',
      machine: 'lab',
      kernel: '6.1.0-56-cloud-amd64',
      seconds: 3.12,
      leftovers: ['the cgroup /drydock/412'],
      todos: [
        { id: '5.1', title: 'The container has a cgroup of its own', outcome: 'pass' },
        { id: '5.2', title: 'Memory is limited to 100 MB', outcome: 'pass', message: 'A remark.' },
        {
          id: '5.3',
          title: 'CPU is limited to 50 ms of every 100 ms',
          outcome: 'fail',
          kernelFile: '/sys/fs/cgroup/drydock/412/cpu.max',
          expected: '50000 100000',
          found: 'max 100000',
          message: 'no limit at all',
          file: 'steps/05-cgroups/cgroups.ts',
          line: 27,
        },
        { id: '5.4', title: 'It is inside', outcome: 'environment', message: 'No room. Run: df -h' },
        { id: '5.5', title: 'Limits hold under load', outcome: 'waits', waitsFor: ['5.3'] },
      ],
    },
  ],
}

test('the whole picture', () => {
  expect(`\n${screen(report, { ...paper, columns: 100 })}`).toBe(`
05 Control groups                                                     in the lab · Linux 6.1 · 3.1 s
  ✔ 5.1  The container has a cgroup of its own
  ✔ 5.2  Memory is limited to 100 MB
         A remark.
  ✖ 5.3  CPU is limited to 50 ms of every 100 ms
         /sys/fs/cgroup/drydock/412/cpu.max
           expected  50000 100000
           found     max 100000        no limit at all
         steps/05-cgroups/cgroups.ts:27   TODO 5.3
  ! 5.4  It is inside             environment: this machine cannot tell
         No room. Run: df -h
  ◌ 5.5  Limits hold under load   waits for 5.3
  ! Your program did not clean up, so the grader did:
      the cgroup /drydock/412
  2 of 5 · next: 5.3 · npm run hint 05.3
`)
})

test('a narrow terminal breaks lines between words', () => {
  const lines = screen(report, { ...paper, columns: 48 }).split('\n')
  const long = lines.filter((line) => line.length > 48)
  expect(long).toEqual([])
})

test('colours change nothing but colours', async () => {
  const { stripVTControlCharacters } = await import('node:util')
  const colored = screen(report, { ...paper, columns: 100, colors: true })
  expect(colored).toContain('\x1b[')
  expect(stripVTControlCharacters(colored)).toBe(screen(report, { ...paper, columns: 100 }))
})
