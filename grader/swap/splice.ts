import { cut, type Piece } from '../course/regions.ts'

/**
 * Puts the work on one TODO out of one version of a file into another.
 *
 * @param theirs - the file as it is
 * @param given - the reference or the skeleton of it: the same outside of the TODOs
 * @returns undefined where `theirs` was changed outside of its TODOs too, and nobody can say where the work on one ends
 *
 * @example
 * splice(readFileSync('steps/05-cgroups/cgroups.ts', 'utf8'), reference, '5.3')
 */
export function splice(theirs: string, given: string, todo: string): string | undefined {
  const pieces = cut(given)
  const parts = align(theirs, pieces)
  return parts?.map((part, at) => (pieces[at]?.todo === todo ? pieces[at]?.text : part)).join('')
}

/** Has the file any work on this TODO? */
export const concerns = (given: string, todo: string) => cut(given).some((piece) => piece.todo === todo)

/** What stands in `text` for each of the pieces: what lies between TODOs has to be there word for word. */
function align(text: string, pieces: Piece[]): string[] | undefined {
  const parts: string[] = []
  let end = 0
  for (const [at, { text: frame, todo }] of pieces.entries()) {
    if (todo !== undefined) continue
    const start = at === 0 ? 0 : lineWith(frame, text, end)
    if (start === undefined || !text.startsWith(frame, start)) return undefined
    if (at > 0) parts.push(text.slice(end, start))
    parts.push(frame)
    end = start + frame.length
  }
  if (pieces.at(-1)?.todo !== undefined) parts.push(text.slice(end))
  else if (end !== text.length) return undefined
  return parts.length === pieces.length ? parts : undefined
}

/** Where a line begins that `frame` begins with. */
function lineWith(frame: string, text: string, from: number): number | undefined {
  const found = `\n${text}`.indexOf(`\n${frame}`, from)
  return found < 0 ? undefined : found
}
