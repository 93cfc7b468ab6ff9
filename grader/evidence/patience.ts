import type { BerthId, Machine } from '../machine/machine.ts'
import type { Sighting } from '../machine/process.ts'
import { inconclusive } from '../verdict/judgement.ts'

/**
 * How long a program may take to get to its command, or to end after that, ms. Only one that never rests is waited for
 * so long; a container starts in a second or two, in the lab without KVM.
 */
export const patience = 30_000

/**
 * A machine on which Node takes longer than this to start is busy, and waits are longer in proportion, ms. In the lab without
 * KVM it takes 300.
 */
const busy = 600

/** The longest such wait, as a multiple of the usual one. */
const most = 4

/** Where Node still takes longer than this at the end of such a wait, the machine is too slow for a verdict, ms. */
const slow = 1_500

/** Ends a check for which a held command has not done in time what it was told. */
export const inconclusiveCommand = (): never =>
  inconclusive({ message: 'This machine is too slow or too busy: the command did not write in time.' })

/**
 * Did the barrier open on a machine so slow that a child which does not wait may not have come to its command by then? To have
 * seen nothing wrong proves nothing there.
 */
export const openedTooSoon = (sightings: Sighting[]) => sightings.some(({ openedTooSoon }) => openedTooSoon)

/** Ends a check that would pass, had the barrier held for long enough. */
export const inconclusiveBarrier = (): never =>
  inconclusive({
    message:
      'This machine is too slow or too busy: nobody can say whether the command waited for its limits, or came too late to run without them.',
  })

/**
 * Waits up to `longest`, on a busy machine in proportion to how slowly Node starts there. A machine that is too slow to tell
 * is `inconclusive`.
 *
 * @param wait - waits once, up to `longest`
 * @param isThere - whether its answer is final
 * @param longest - of one wait, ms
 */
export async function patiently<T>(
  { machine, berth }: { machine: Machine; berth: BerthId },
  wait: () => Promise<T>,
  isThere: (answer: T) => boolean,
  longest = patience,
): Promise<T> {
  const began = performance.now()
  for (;;) {
    const answer = await wait()
    if (isThere(answer)) return answer
    const waited = performance.now() - began
    const nodeStart = await machine.nodeStartTime({ berth })
    if (waited < longest * Math.min(nodeStart / busy, most)) continue
    if (nodeStart < slow) return answer
    inconclusive({
      message: `This machine is too slow or too busy: after ${(waited / 1000).toFixed(0)} s your program had still not come to where it was going.`,
    })
  }
}
