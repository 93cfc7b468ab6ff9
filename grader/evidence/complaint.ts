import type { Ended } from '../machine/machine.ts'

/** What a program that went wrong said about it, and the line of theirs that it named. */
export function complaint(ends: Ended[]): { message?: string } {
  const failed = ends.find(({ stderr, code }) => stderr.trim() !== '' && code !== 0)
  if (!failed) return {}
  const lines = lastWord(failed).split('\n')
  const place = lines.map((line) => ownFile.exec(line)?.[1]).find((file) => file !== undefined)
  const told = lines.filter((line) => !/^ +in (?:steps|solutions)\//.test(line))
  const said = told.find((line) => /^(container: )?\w*Error\b.*:/.test(line)) ?? told.slice(0, 3).join('\n')
  return { message: `Your program said: ${said.trim()}${place ? `\nin ${place}` : ''}` }
}

/**
 * Where several processes said why they ended, it is the parent that was the last, for it waits for its child; the child
 * says no more than that its parent gave up.
 */
export const lastWord = ({ stderr }: Ended) =>
  stderr
    .trim()
    .split(/^(?=container: )/m)
    .at(-1) ?? ''

/** A place in the step folders, as Node writes it in an error, or we: /workshop/steps/05-cgroups/cgroups.ts:42:7 */
const ownFile = /(?:\/workshop\/|^ +in )((?:steps|solutions)\/[\w./-]+:\d+)/
