import { resolve } from 'node:path'
import type { Files } from '../machine/machine.ts'
import { root } from '../root.ts'
import { filesIn, kitNow } from './kit.ts'
import { withStrippedTypes } from './stripped-types.ts'

/** The kit's files when this process first read them: what berths contain already. */
let before: Files | undefined

/**
 * The files that code under judgement is given beside those of the kit: the step folders that are graded, and what of the
 * kit somebody has changed meanwhile.
 *
 * @param folder - that holds the step folders: `solutions`, or one that stands in as `steps`
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
