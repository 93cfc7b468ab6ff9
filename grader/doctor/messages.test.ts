import { expect, test } from 'vitest'
import type { CgroupState } from '../probe/cgroup.ts'
import { isWsl2 } from '../probe/wsl.ts'
import { messages } from './messages.ts'

const version1: CgroupState = { state: 'version-1', mount: '/sys/fs/cgroup/unified', missing: ['memory'] }

test('where Windows keeps the controllers in version 1, the lines for .wslconfig are said', () => {
  for (const state of [version1, { state: 'absent' } as const])
    expect(messages.cgroups(state, 'lab', true).mend).toBe('[wsl2]\nkernelCommandLine = cgroup_no_v1=all')
})

test('elsewhere, and where that is not what is missing, they are not', () => {
  expect(messages.cgroups(version1, 'lab', false).mend).toBeUndefined()
  const withheld: CgroupState = { state: 'withheld', mount: '/sys/fs/cgroup', missing: ['memory'] }
  expect(messages.cgroups(withheld, 'lab', true).mend).toBeUndefined()
})

test.each([
  ['5.15.153.1-microsoft-standard-WSL2', true],
  ['6.6.87.2-microsoft-standard-WSL2+', true],
  ['4.4.0-19041-Microsoft', false],
  ['6.1.0-56-cloud-amd64', false],
  ['6.8.0-1021-azure', false],
])('kernel %s', (kernel, expected) => {
  expect(isWsl2(kernel)).toBe(expected)
})
