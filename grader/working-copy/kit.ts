import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../machine/machine.ts'
import { root } from '../root.ts'
import { textOf } from './step-file.ts'
import { withStrippedTypes } from './stripped-types.ts'

/** The kit's own files as they lie in every berth, before anybody asks for it. */
export const kit = (): Files => withStrippedTypes(kitNow())

/** The same as they are now, and as they were written. */
export const kitNow = (): Files => ({
  'package.json': readFileSync(join(root, 'package.json'), 'utf8'),
  ...filesIn(join(root, 'provided'), 'provided'),
  ...filesIn(join(root, 'solutions'), 'solutions'),
})

/**
 * Every file of a folder, tests aside, by its path in the working copy; up to a number and a size that nobody writes by
 * hand, for an image that was unpacked in there is not the work.
 */
export function filesIn(folder: string, as: string): Files {
  const files: Files = {}
  let left = { ...most }
  const visit = (from: string, to: string) => {
    for (const entry of entriesIn(from)) {
      const [path, name] = [join(from, entry.name), `${to}/${entry.name}`]
      if (left.files === 0 || left.characters <= 0) return
      if (entry.isDirectory()) visit(path, name)
      const text = entry.isFile() && !entry.name.endsWith('.test.ts') ? textOf(path) : undefined
      if (text === undefined) continue
      files[name] = text
      left = { files: left.files - 1, characters: left.characters - text.length }
    }
  }
  visit(folder, as)
  return files
}

const most = { files: 2_000, characters: 8 * 1024 * 1024 }

/** None where it cannot be read. Files come first: what lies in folders is rarely the work. */
function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
      .toSorted((one, other) => Number(one.isDirectory()) - Number(other.isDirectory()))
  } catch {
    return []
  }
}
