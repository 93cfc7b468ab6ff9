import { test } from 'vitest'
import { rounds } from './noise.ts'

/** A case of the grader's: code, and the verdict on it. */
export function judgement(name: string, body: () => Promise<void>): void {
  for (let round = 1; round <= rounds; round++)
    test(rounds === 1 ? name : `${name}, round ${round}`, { timeout: 600_000 }, body)
}
