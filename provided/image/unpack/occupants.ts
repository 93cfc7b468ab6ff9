import { readdirSync, type Stats, statSync } from 'node:fs'

/**
 * A process that has a folder for its `/`, whatever way it got there and in whatever mount namespace: the kernel's own
 * link leads to where it really is.
 *
 * @returns its number; undefined where there is none
 * @see man 5 proc (/proc/pid/root)
 */
export function findOccupant(root: string): number | undefined {
  const wanted = look(root)
  if (!wanted) return undefined
  const processes = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return processes.find((pid) => {
    const found = look(`/proc/${pid}/root`)
    return found?.dev === wanted.dev && found.ino === wanted.ino
  })
}

/** Processes end, and some are none of our business. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
