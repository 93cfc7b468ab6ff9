import { expect, test } from 'vitest'
import { limitsOf } from './limits.ts'

test.each([
  [{}, {}],
  [
    { memory: { limit: 67108864, swap: 134217728 } },
    { 'memory.max': '67108864', 'memory.swap.max': '67108864' },
  ],
  [{ memory: { limit: 67108864, swap: 67108864 } }, { 'memory.max': '67108864', 'memory.swap.max': '0' }],
  [{ memory: { limit: -1, swap: -1 } }, { 'memory.max': 'max', 'memory.swap.max': 'max' }],
  [{ cpu: { quota: 50000, period: 100000 } }, { 'cpu.max': '50000 100000' }],
  [{ cpu: { quota: -1 } }, { 'cpu.max': 'max 100000' }],
  [{ cpu: { period: 20000 } }, { 'cpu.max': 'max 20000' }],
  [{ cpu: { shares: 2 } }, { 'cpu.weight': '1' }],
  [{ cpu: { shares: 1024 } }, { 'cpu.weight': '39' }],
  [{ cpu: { shares: 262144 } }, { 'cpu.weight': '10000' }],
  [{ pids: { limit: 37 } }, { 'pids.max': '37' }],
  [{ pids: { limit: -1 } }, { 'pids.max': 'max' }],
  [{ pids: { limit: 0 } }, {}],
  [{ pids: { limit: 37 }, unified: { 'pids.max': '12' } }, { 'pids.max': '12' }],
])('%j', (resources, limits) => {
  expect(limitsOf(resources)).toEqual(limits)
})
