import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Files } from './machine.ts'
import { textOf } from './step-file.ts'
import { withStrippedTypes } from './stripped.ts'

const root = join(import.meta.dirname, '../..')

/** The kit's own files as they lie in every berth, before anybody asks for it. */
export const kit = (): Files => withStrippedTypes(kitNow())

const kitNow = (): Files => ({
  'package.json': readFileSync(join(root, 'package.json'), 'utf8'),
  ...filesIn(join(root, 'provided'), 'provided'),
  ...filesIn(join(root, 'solutions'), 'solutions'),
})

/** As this process first saw them, and as they are in the berths of the machine that it opens. */
let before: Files | undefined

/**
 * The files that code under judgement is given beside those of the kit: the step folders that are graded, and what of the
 * kit somebody has changed meanwhile.
 *
 * @param folder that holds the step folders: `solutions`, or one that stands in as `steps`
 */
export function workingCopy(folder: string): Files {
  const graded = folder === 'solutions' ? {} : filesIn(resolve(root, folder), 'steps')
  const now = kitNow()
  before ??= now
  const changed = Object.entries(now).filter(([path, text]) => before?.[path] !== text)
  return withStrippedTypes({ ...Object.fromEntries(changed), ...graded })
}

/** Where the folder under judgement lies in the working copy. */
export const gradedFolder = (folder: string) => (folder === 'solutions' ? 'solutions' : 'steps')

function filesIn(folder: string, as: string): Files {
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
