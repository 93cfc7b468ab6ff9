import { libc } from './libc.ts'

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
  return libc('poll', [ask, 1, longest]) === 1
}
