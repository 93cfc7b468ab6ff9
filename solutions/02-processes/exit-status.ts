import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'

/**
 * Waits until a child has ended, and meanwhile leaves to it what is meant for it: Ctrl-C and Ctrl-\ reach it
 * by the terminal, SIGTERM and SIGHUP are passed on.
 *
 * @returns its exit status as shells give it: 128 + n if signal n ended it
 */
export async function exitStatus(child: ChildProcess): Promise<number> {
  // 2.3, second half  This process must outlive the child, or nobody would clean up after it.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {})
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals]
  return code ?? 128 + constants.signals[signal]
}
