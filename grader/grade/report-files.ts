import { accessSync, constants, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { WrongUse } from '../wrong-use.ts'
import { wrongUse } from './messages.ts'

/** A file that the person asked for, and the option by which they did. */
export interface Wanted {
  option: 'json' | 'junit'
  file: string
}

/** Throws {@link WrongUse} where a file could not be written: before a long run, not after it. */
export function checkWritable(wanted: Wanted): void {
  explained(wanted, () => {
    if (wanted.file === '') throw Object.assign(new Error(), { code: 'ENOENT' })
    const existing = statSync(wanted.file, { throwIfNoEntry: false })
    if (existing?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    accessSync(existing ? wanted.file : dirname(wanted.file), constants.W_OK)
  })
}

/** Writes a file that was asked for, or throws {@link WrongUse}. */
export function writeWanted(wanted: Wanted, content: string): void {
  explained(wanted, () => writeFileSync(wanted.file, content))
}

function explained({ option, file }: Wanted, act: () => void): void {
  try {
    act()
  } catch (error) {
    throw new WrongUse(
      wrongUse.unwritable(option, file, (error as NodeJS.ErrnoException).code ?? String(error)),
    )
  }
}
