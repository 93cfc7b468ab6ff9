import type { Ended } from '../machine/machine.ts'

/** What a program that went wrong said about it, and the line of theirs that it named. */
export function complaint(ends: Ended[]): { message?: string } {
  const failed = ends.find(({ stderr, code }) => stderr.trim() !== '' && code !== 0)
  if (!failed) return {}
  const lines = failed.stderr.trim().split('\n')
  const said = lines.find((line) => /^\s*\w*Error\b.*:/.test(line)) ?? lines.slice(0, 3).join('\n')
  const place = lines.map((line) => ownFile.exec(line)?.[1]).find((file) => file !== undefined)
  return { message: `Your program said: ${said.trim()}${place ? `\nin ${place}` : ''}` }
}

/** A place in the step folders, as Node writes it in an error: /workshop/steps/05-cgroups/cgroups.ts:42:7 */
const ownFile = /\/workshop\/((?:steps|solutions)\/[\w./-]+:\d+)/
