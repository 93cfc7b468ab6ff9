import { stripTypeScriptTypes } from 'node:module'
import type { Files } from '../machine/machine.ts'

/** Where the stripped twin of a file lies in its project; `load-stripped-types.cjs` has Node load it. */
const twins = '.stripped'

/**
 * Adds to every TypeScript file what is left of it without its types, with the same lines and columns.
 *
 * Node would strip them itself, in each process anew: in the lab that takes longer than all the rest of a start.
 * A file in which that fails has no twin, so that Node itself says what is wrong with it.
 */
export function withStrippedTypes(files: Files): Files {
  const stripped = Object.entries(files).flatMap(([path, text]) => {
    const twin = path.endsWith('.ts') ? strip(text) : null
    return twin === null ? [] : [[`${twins}/${path}`, twin]]
  })
  return { ...files, ...Object.fromEntries(stripped) }
}

/** Most files are the same for every berth. */
const known = new Map<string, string | null>()

function strip(text: string): string | null {
  const before = known.get(text)
  if (before !== undefined) return before
  const stripped = depthOf(text) > deepest ? null : stripIfPossible(text)
  known.set(text, stripped)
  return stripped
}

function stripIfPossible(text: string): string | null {
  try {
    return stripTypeScriptTypes(text)
  } catch {
    return null
  }
}

/** Node's parser runs out of its stack some way above this, and can parse nothing any more in all of the process. */
const deepest = 400

/** How deep brackets are nested, those in words and comments included. */
function depthOf(text: string): number {
  let [depth, most] = [0, 0]
  for (const [bracket] of text.matchAll(/[[\](){}]/g)) {
    depth += '[({'.includes(bracket) ? 1 : -1
    most = Math.max(most, depth)
  }
  return most
}
