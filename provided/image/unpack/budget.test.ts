import { expect, test } from 'vitest'
import { LIMITS } from '../limits.ts'
import { Budget } from './budget.ts'

test('an image may take most of what is free, and as many files as there are', () => {
  const budget = new Budget(2 ** 50)
  const most = LIMITS.unpacked - LIMITS.entries * 4096
  expect(() => {
    for (let n = 0; n < LIMITS.entries; n++) budget.count()
    budget.spend(most)
  }).not.toThrow()
  expect(() => budget.spend(1)).toThrow('the image unpacks to more than 34.4 GB')
})

test('more files than any image has', () => {
  const budget = new Budget(2 ** 50)
  for (let n = 0; n < LIMITS.entries; n++) budget.count()
  expect(() => budget.count()).toThrow('the image has more than 2000000 files')
})
