import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../machine/machine.ts'
import { textOf } from './step-file.ts'
import { withStrippedTypes } from './stripped.ts'

const root = join(import.meta.dirname, '../..')

/** The kit's own files as they lie in every berth, before anybody asks for it. */
export const kit = (): Files => withStrippedTypes(kitNow())

/** The same as they are now, and as they were written. */
export const kitNow = (): Files => ({
  'package.json': readFileSync(join(root, 'package.json'), 'utf8'),
  ...filesIn(join(root, 'provided'), 'provided'),
  ...filesIn(join(root, 'solutions'), 'solutions'),
})

/** Every file of a folder, tests aside, by its path in the working copy. */
export function filesIn(folder: string, as: string): Files {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => name !== 'node_modules' && !name.startsWith('.'),
  )
  return Object.assign(
    {},
    ...entries.map((entry) => {
      const [from, to] = [join(folder, entry.name), `${as}/${entry.name}`]
      if (entry.isDirectory()) return filesIn(from, to)
      const text = entry.name.endsWith('.test.ts') ? undefined : textOf(from)
      return text === undefined ? {} : { [to]: text }
    }),
  )
}
