import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** The files of a folder, by their path from there. */
export type Contents = Record<string, string>

/** Reads them, as long as there is such a folder. */
export function contentsOf(folder: string): Contents {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : []
  // What begins with a dot is an editor's: a lock, or what was not saved yet. Emacs' leads nowhere.
  const files = names.filter(
    (name) =>
      !basename(name).startsWith('.') && statSync(join(folder, name), { throwIfNoEntry: false })?.isFile(),
  )
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
