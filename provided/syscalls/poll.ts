import { libc } from './libc.ts'
import { SysError } from './sys-error.ts'

/** There is something to read. */
export const POLLIN = 1
/** A file of the kernel's, such as cgroup.events, has changed since it was read. */
export const POLLPRI = 2

/**
 * Waits until something can be said of an open file.
 *
 * @param event - POLLIN or POLLPRI
 * @param longest - when to give up, ms; -1 for never
 * @returns whether it can
 * @see man 2 poll
 */
export function poll(file: number, event: number, longest = -1): boolean {
  const ask = Buffer.alloc(8)
  ask.writeInt32LE(file, 0)
  ask.writeInt16LE(event, 4)
  const end = performance.now() + longest
  for (let left = longest; ; left = longest < 0 ? longest : Math.max(0, Math.ceil(end - performance.now()))) {
    try {
      return libc('poll', [ask, 1, left]) === 1
    } catch (error) {
      // A signal whose handler ran, such as SIGCHLD: poll is never restarted, SA_RESTART or not (signal(7)).
      if (!(error instanceof SysError && error.code === 'EINTR')) throw error
    }
  }
}
