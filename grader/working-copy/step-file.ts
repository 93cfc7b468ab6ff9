import { lstatSync, readFileSync } from 'node:fs'

/** Larger files are nobody's step, bytes. */
const limit = 1024 * 1024

/**
 * The text of a file under judgement. What is no plain file is none, for somebody who hands in a symlink or a FIFO would
 * choose what we read, or have us wait for ever.
 */
export function textOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isFile() && found.size <= limit ? readFileSync(path, 'utf8') : undefined
}
