import { closeSync } from 'node:fs'
import { syscall } from './libc.ts'
import { numberOf } from './numbers.ts'
import { POLLIN, poll } from './poll.ts'
import { SysError } from './sys-error.ts'

/**
 * Waits until a process has ended, whoever's child it is.
 *
 * @param longest - when to give up, ms; -1 for never
 * @returns whether it has ended
 * @see man 2 pidfd_open
 */
export function waitForEnd(pid: number, longest = -1): boolean {
  let file: number
  try {
    file = syscall('pidfd_open', numberOf('pidfd_open'), [pid, 0])
  } catch (error) {
    if (error instanceof SysError && error.code === 'ESRCH') return true
    throw error
  }
  try {
    return poll(file, POLLIN, longest)
  } finally {
    closeSync(file)
  }
}
