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
  // 2.3, second half  Wait for the child's `exit` event, and answer its exit status.
  //   The event brings a code or, if a signal ended the child, null and the signal's name. Shells and Docker
  //   turn signal n into 128 + n; the numbers are in `constants.signals`.
  //   Ctrl-C is sent to all processes of the terminal, so ours has to survive it: install handlers for SIGINT
  //   and SIGQUIT that do nothing. SIGTERM and SIGHUP are meant for the container: `child.kill(signal)`.
  //   man 2 wait, man 7 signal
  throw new Error('2.3, second half, is still open: the parent does not wait for its child yet')
}
