import { constants } from 'node:os'
import { libc, syscall } from './libc.ts'
import { numberOf } from './numbers.ts'

const PR_SET_PDEATHSIG = 1
const SIG_DFL = 0
const CLOSE_RANGE_CLOEXEC = 4
const LAST_FILE = 0xffffffff

/**
 * Has the kernel kill this process when its parent ends, however that ends: a parent that is killed with
 * SIGKILL cannot clean up after itself. Holds across `execve`. A parent that is gone already when this is
 * called is not noticed.
 *
 * @see man 2 PR_SET_PDEATHSIG
 */
export function dieWithParent(): void {
  libc('prctl', [PR_SET_PDEATHSIG, constants.signals.SIGKILL, 0, 0, 0], ['PR_SET_PDEATHSIG', 'SIGKILL'])
}

/**
 * Gives back the signals that Node ignores. A program inherits what is ignored: `yes | head` would not end.
 *
 * @see man 7 signal
 */
export function resetSignals(): void {
  for (const name of ['SIGPIPE', 'SIGXFSZ'] as const) {
    libc('signal', [constants.signals[name], SIG_DFL], [name, 'SIG_DFL'])
  }
}

/**
 * Marks every open file but stdin, stdout and stderr to be closed by the next `execve`, so that the command
 * gets no way to the outside that nobody meant to give it.
 *
 * @see man 2 close_range
 */
export function closeFilesOnExec(): void {
  syscall('close_range', numberOf('close_range'), [3, LAST_FILE, CLOSE_RANGE_CLOEXEC])
}
