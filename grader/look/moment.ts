import { counted } from '../evidence/counted.ts'
import { amount, processors } from '../evidence/limit.ts'
import { startCgroup } from '../evidence/own-cgroup.ts'
import type { Cgroup } from '../machine/process.ts'

/** All cgroups at some time, ms. */
export interface Sample {
  at: number
  cgroups: Cgroup[]
}

/** What there is to draw of one look. */
export interface Moment {
  /** ms */
  at: number
  /** Where the container is; undefined before it is anywhere, and afterwards. */
  cgroup: Cgroup | undefined
  /** Bytes that it has. */
  memory: number | undefined
  memoryLimit: number | undefined
  /** Processors that it used since the look before. */
  processors: number | undefined
  processorLimit: number | undefined
  /** Processes that were killed for want of memory since the look before, wherever. */
  oomKills: number
  /** It wanted more than its limit since the look before, and the kernel had to take some back first. */
  isAtLimit: boolean
  /** It had to wait for its next period since the look before. */
  isThrottled: boolean
}

/** Where programs start, and where no container is. */
const outside = ['/', startCgroup]

/** What became of the container from one look to the next. */
export function momentOf(now: Sample, before: Sample | undefined): Moment {
  const cgroup = now.cgroups.filter(isContainer).at(-1)
  const earlier = before?.cgroups.find(({ path }) => path === cgroup?.path)
  const [root, rootBefore] = [now.cgroups[0], before?.cgroups[0]]
  const grown = (file: string, key: string) => counted(cgroup, file, key) - counted(earlier, file, key)
  // All of them count for the root, which is there still when the container is not.
  const inAll = (key: string) =>
    rootBefore ? counted(root, 'memory.events', key) - counted(rootBefore, 'memory.events', key) : 0
  const above = cgroup ? now.cgroups.filter(({ path }) => isAbove(path, cgroup.path)) : []
  return {
    at: now.at,
    cgroup,
    memory: cgroup && Number(cgroup.files['memory.current'] ?? 0),
    memoryLimit: least(above.map(({ files }) => amount(files['memory.max'] ?? 'max'))),
    processors: before && earlier && grown('cpu.stat', 'usage_usec') / 1000 / (now.at - before.at),
    processorLimit: least(above.map(({ files }) => processors(files['cpu.max'] ?? 'max 1'))),
    oomKills: inAll('oom_kill'),
    isAtLimit: inAll('max') > 0,
    isThrottled: earlier !== undefined && grown('cpu.stat', 'nr_throttled') > 0,
  }
}

const isContainer = ({ path, processes }: Cgroup) => processes.length > 0 && !outside.includes(path)

/** Is a cgroup that one, or one above it? The root is the machine's. */
const isAbove = (path: string, cgroup: string) => path !== '/' && `${cgroup}/`.startsWith(`${path}/`)

function least(limits: number[]): number | undefined {
  const limit = Math.min(...limits)
  return Number.isFinite(limit) ? limit : undefined
}
