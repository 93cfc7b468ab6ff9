import { exitNow } from '../../lab/exit-now.ts'
import { exitCodes } from '../verdict/exit-code.ts'

/**
 * Runs `stop` on the first Ctrl-C, SIGTERM or SIGHUP, and leaves with 130. To be called before vitest is
 * loaded, whose own handlers come second.
 */
export function onInterrupt(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      if (stopping) return
      stopping = true
      await stop()
      exitNow(exitCodes.interrupted)
    })
  }
}
