import { libc } from './libc.ts'
import { SysError } from './sys-error.ts'

const LOCK_EX = 2
const LOCK_NB = 4

/**
 * Locks an open file for this process alone. The kernel gives the lock back when the file is closed, however that
 * happens.
 *
 * @returns false if somebody else has it
 * @see man 2 flock
 */
export function flock(file: number): boolean {
  try {
    libc('flock', [file, LOCK_EX | LOCK_NB], [String(file), 'LOCK_EX | LOCK_NB'])
    return true
  } catch (error) {
    if (error instanceof SysError && error.code === 'EAGAIN') return false
    throw error
  }
}

/** The same, but this whole thread waits while somebody else has it: for what others do in a moment. */
export function waitForFlock(file: number): void {
  libc('flock', [file, LOCK_EX], [String(file), 'LOCK_EX'])
}
