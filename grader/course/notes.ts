import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../root.ts'

/** What is remembered from one command to the next: small files of JSON, which a person may read, edit and delete. */
export type Note = 'verdicts' | 'hints'

/** Where that is, from the project's root. */
export const noteFile = (note: Note) => `.drydock/${note}.json`

/** What was remembered; undefined where that cannot be read. */
export function readNote(note: Note): unknown {
  try {
    return JSON.parse(readFileSync(join(root, noteFile(note)), 'utf8'))
  } catch {
    return undefined
  }
}

/** @returns why it could not be written, as the kernel says it (`EACCES`); undefined where it was */
export function writeNote(note: Note, value: unknown): string | undefined {
  const file = join(root, noteFile(note))
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
