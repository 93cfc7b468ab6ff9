import { closeSync } from 'node:fs'
import { libc, syscall } from './libc.ts'
import { numberOf } from './numbers.ts'
import { SysError } from './sys-error.ts'

const POLLIN = 1

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
    const ask = Buffer.alloc(8)
    ask.writeInt32LE(file, 0)
    ask.writeInt16LE(POLLIN, 4)
    return libc('poll', [ask, 1, longest]) === 1
  } finally {
    closeSync(file)
  }
}
