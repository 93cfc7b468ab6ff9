import { closeSync, fchmodSync, fchownSync, futimesSync, writeSync } from 'node:fs'
import { type OnMissing, setAttributes, setEntryTime } from './attributes.ts'
import type { Entry, Time } from './entry.ts'

/**
 * Fills a file that was just created, and gives it what its entry says of it.
 *
 * @param file - open for writing; closed at the end
 */
export async function fillFile(
  file: number,
  at: string,
  entry: Entry,
  content: AsyncIterable<Buffer>,
  onMissing: OnMissing,
): Promise<void> {
  try {
    for await (const piece of content)
      for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done)
    if (entry.xattrs.size === 0) {
      fchownSync(file, entry.uid, entry.gid)
      fchmodSync(file, entry.mode)
    }
    if (isWhole(entry.mtime)) futimesSync(file, entry.mtime.seconds, entry.mtime.seconds)
  } finally {
    closeSync(file)
  }
  if (entry.xattrs.size > 0) setAttributes(at, entry, onMissing)
  if (!isWhole(entry.mtime)) setEntryTime(at, entry.mtime)
}

/** Node takes times before 1970 for now, and has no nanoseconds. */
const isWhole = ({ seconds, nanoseconds }: Time) => seconds >= 0 && nanoseconds === 0
