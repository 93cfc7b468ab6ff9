import { closeSync, openSync } from 'node:fs'
import { waitForFlock } from './syscalls/flock.ts'

/**
 * Does something that only one process at a time may do. The others wait; a process that is killed stands in nobody's
 * way.
 *
 * @param path - a file that all of them know; it is made, and stays
 */
export function locked<T>(path: string, action: () => T): T {
  const file = openSync(path, 'a')
  try {
    waitForFlock(file)
    return action()
  } finally {
    closeSync(file)
  }
}
