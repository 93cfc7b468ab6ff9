import type { Machine } from '../machine/machine.ts'
import { inconclusive } from '../verdict/outcome.ts'

/**
 * How long a program may take to get to its command, or to end after that, ms. Only one that never rests is waited for
 * so long; a container starts in a second or two, in the lab without KVM.
 */
export const patience = 30_000

/** Where Node takes longer than this to start, ms, it is the machine that is slow: it takes 300 in the lab without KVM. */
const slow = 1_500

/** So often a slow machine gets the same time once more. */
const tries = 3

/**
 * Waits for what takes its time. One who is never done has no more than `patience`; where the machine itself has become
 * too slow to tell, it is waited for again, and then nobody is blamed.
 *
 * @param wait for so long
 * @param isThere whether what it answers is what was waited for
 */
export async function patiently<T>(
  machine: Machine,
  wait: () => Promise<T>,
  isThere: (answer: T) => boolean,
): Promise<T> {
  for (let left = tries; ; left--) {
    const answer = await wait()
    if (isThere(answer) || (await machine.pace()) < slow) return answer
    if (left === 0)
      inconclusive({
        message: `This machine is too slow or too busy: after ${((tries + 1) * patience) / 1000} s your program was not where it was going to.`,
      })
  }
}
