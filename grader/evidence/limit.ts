import type { Cgroup } from '../machine/process.ts'

/** What a kernel file limits, and in which cgroup. */
export interface Limit {
  cgroup: Cgroup
  text: string
  /** Infinity where it limits nothing. */
  value: number
}

/**
 * The limit that counts for a container: the smallest along its own cgroups, for the kernel applies all of them.
 *
 * @param chain - its own cgroups, the innermost first
 * @param parse - what a file says as a number, Infinity where it limits nothing
 * @returns the cgroup with that limit; the innermost with such a file where nothing limits; undefined where the file
 *   is nowhere
 */
export function tightest(chain: Cgroup[], file: string, parse: (text: string) => number): Limit | undefined {
  const limits = chain.flatMap((cgroup) => {
    const text = cgroup.files[file]
    return text === undefined ? [] : [{ cgroup, text, value: parse(text) }]
  })
  return limits.toSorted((a, b) => a.value - b.value)[0]
}

/** `memory.max` and `memory.swap.max` in bytes, `pids.max` in processes, or `max`. */
export const amount = (text: string) => (text === 'max' ? Number.POSITIVE_INFINITY : Number(text))

/** `cpu.max`: quota and period, µs, as processors. */
export function processors(text: string): number {
  const [quota, period] = text.split(' ')
  return quota === 'max' ? Number.POSITIVE_INFINITY : Number(quota) / Number(period)
}

/** A limit as its file has it, and beside it that it is none, or the same in other words. */
export function limitInWords({ text, value }: Limit, aside?: string): string {
  const words = value === Number.POSITIVE_INFINITY ? 'no limit at all' : aside
  return words ? `${text}        ${words}` : text
}

/** What is found where a cgroup has no such file, and why. */
export const notHandedDown = (file: string) => ({
  found: 'no such file',
  message: `A cgroup has ${file} when its parent lists ${file.split('.')[0]} in cgroup.subtree_control, and every parent above it does.`,
})

/** A kernel file as the attendee sees it. */
export const cgroupFile = (cgroup: string, file: string) =>
  `/sys/fs/cgroup${cgroup === '/' ? '' : cgroup}/${file}`
