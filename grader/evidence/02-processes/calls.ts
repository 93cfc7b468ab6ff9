import type { Ended } from '../../machine/process.ts'
import { nonce } from '../command.ts'
import { inBerth } from '../graded-berth.ts'
import { once } from '../once.ts'

/** `container.ts` as it was called, and how it ended. */
interface Called {
  args: string[]
  end: Ended
}

/** Calls that it must refuse, and the shortest one that it must understand. */
export const called = once(() =>
  inBerth(async (opened): Promise<{ refused: Called[]; understood: Called }> => {
    const call = async (args: string[]): Promise<Called> => ({
      args,
      end: await (await opened.start('02-processes', args)).waitForExit(),
    })
    const [understood, ...refused] = await Promise.all([
      call(['run', '/bin/true']),
      ...[[], [nonce(), '/bin/echo', nonce()], ['run'], ['child']].map(call),
    ])
    return { refused, understood }
  }),
)
