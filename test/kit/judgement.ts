import { type TestContext, test } from 'vitest'
import { rounds } from './noise.ts'

/** All cases, as `npm run test:truth` has them tried; else those that are for every push. */
export const isThorough = process.env.DRYDOCK_CASES === 'all'

/**
 * A case of the grader's: code, and the verdict on it.
 *
 * @param forEveryPush - whether it is tried by `npm test` too
 */
export function judgement(
  name: string,
  body: (context: TestContext) => Promise<void>,
  forEveryPush = true,
): void {
  for (let round = 1; round <= rounds; round++)
    test.skipIf(!forEveryPush && !isThorough)(
      rounds === 1 ? name : `${name}, round ${round}`,
      { timeout: 600_000 },
      body,
    )
}
