import type { Ended } from '../machine/process.ts'

/** What a program that went wrong said about it, and the line of theirs that it named. */
export function complaint(ends: Ended[]): string | undefined {
  const failed = ends.find(({ stderr, code }) => stderr.trim() !== '' && code !== 0)
  if (!failed) return undefined
  const lines = reason(failed).split('\n')
  const place = lines.map((line) => ownFile.exec(line)?.[1]).find((file) => file !== undefined)
  const words = lines.filter((line) => !/^ +in (?:steps|solutions)\//.test(line))
  const said = words.find((line) => /^(container: )?\w*Error\b.*:/.test(line)) ?? words.slice(0, 3).join('\n')
  const aside = /Cannot find package/.test(said) ? `\n${packages}` : ''
  return `Your program said: ${said.trim()}${place ? `\nin ${place}` : ''}${aside}`
}

const packages = 'In the lab a step has Node, #provided and ffi-rs, and no other packages.'

/**
 * Where several processes said why they ended, the one to whom the kernel refused something, or that names a line of theirs;
 * the others say that somebody else has given up. Else it is the last one: a parent waits for its child.
 */
export function reason({ stderr }: Ended): string {
  const parts = stderr.trim().split(/^(?=container: )/m)
  return (
    parts.findLast((text) => /\bE[A-Z]{3,}\b/.test(text)) ??
    parts.findLast((text) => ownFile.test(text)) ??
    parts.at(-1) ??
    ''
  )
}

/** A place in the step folders, as Node writes it in an error, or we: /workshop/steps/05-cgroups/cgroups.ts:42:7 */
const ownFile = /(?:\/workshop\/|^ +in )((?:steps|solutions)\/[\w./-]+:\d+)/
