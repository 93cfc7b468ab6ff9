import type { Cgroup } from '../../machine/process.ts'
import { cgroupAt, counted } from '../counted.ts'
import type { GradedBerth } from '../graded-berth.ts'
import { processors, tightest } from '../limit.ts'
import type { OwnCgroup } from '../own-cgroup.ts'

/** All cgroups of the berth, and when they were asked for and answered, ms. */
export interface Counters {
  cgroups: Cgroup[]
  asked: number
  answered: number
}

/** The berth's own counter, which includes its containers' and outlives them: memory.events is hierarchical. */
export const oomKills = ([berth]: Cgroup[]) => counted(berth, 'memory.events', 'oom_kill')

/**
 * What two threads at 50 % of one processor may use, seconds of CPU time in one: the kernel hands the quota out in slices.
 * Where the period is longer than 100 ms, the quota of one period more may fall into the window.
 */
export function allowedCpu([first, second]: [Counters, Counters], { chain }: OwnCgroup): number {
  const quota = Number(tightest(chain, 'cpu.max', processors)?.text.split(' ')[0])
  return 0.6 + Math.max(0, quota - 50_000) / 1000 / (second.answered - first.asked)
}

/** Counted where the quota is: in the cgroup of a container, or in one above it that is its own as well. */
export const throttled = ({ cgroups }: Counters, { chain }: OwnCgroup) =>
  chain.reduce((sum, { path }) => sum + counted(cgroupAt(cgroups, path), 'cpu.stat', 'nr_throttled'), 0)

/** Did it use up its quota meanwhile? */
export const wasThrottled = ([first, second]: [Counters, Counters], own: OwnCgroup) =>
  throttled(second, own) > throttled(first, own)

/**
 * Of the whole berth but the other container: wherever the two threads are by now, they are in there.
 *
 * @returns seconds of CPU time in one
 */
export function cpuUsed([first, second]: [Counters, Counters], other: OwnCgroup): number {
  const used = ({ cgroups }: Counters) => usage(cgroups, '/') - usage(cgroups, other.chain.at(-1)?.path)
  return (used(second) - used(first)) / 1000 / (second.answered - first.asked)
}

const usage = (cgroups: Cgroup[], path?: string) => counted(cgroupAt(cgroups, path), 'cpu.stat', 'usage_usec')

export async function counters({ machine, berth }: GradedBerth): Promise<Counters> {
  const asked = performance.now()
  const cgroups = await machine.cgroups({ berth })
  return { cgroups, asked, answered: performance.now() }
}
