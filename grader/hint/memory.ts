import { readNote, writeNote } from '../course/notes.ts'

/** How many hints on each TODO have been shown. What cannot be read has been forgotten. */
export function recall(): Map<string, number> {
  const seen = (readNote('hints') ?? {}) as Record<string, number>
  return new Map(Object.entries(seen).filter(([, count]) => Number.isInteger(count)))
}

/** Keeps it for the next time; where it cannot, it says why, and hints can be shown all the same. */
export const remember = (shown: Map<string, number>): string | undefined =>
  writeNote('hints', Object.fromEntries(shown))
