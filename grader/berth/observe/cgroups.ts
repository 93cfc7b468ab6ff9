import { readFileSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import type { Cgroup } from '../../machine/process.ts'
import type { Berth } from '../berth.ts'
import { cgroupsBelow, type Folder, joinPath, processesIn, unlessGone } from '../cgroup-tree.ts'

/** A cgroup of the machine, as the berth sees it. */
export const seenIn = (berth: Berth, cgroup: Folder) => `/${relative(berth.cgroup, cgroup.toString())}`

/** Limits and counters that a check may ask about. */
const files = [
  'memory.max',
  'memory.swap.max',
  'memory.current',
  'memory.events',
  'cpu.max',
  'cpu.stat',
  'pids.max',
  'cgroup.subtree_control',
]

/** Every cgroup of the berth, its own first. */
export function cgroupsOf(berth: Berth): Cgroup[] {
  return cgroupsBelow(berth.cgroup).map((cgroup) => ({
    path: seenIn(berth, cgroup),
    mode: unlessGone(0o755, () => statSync(cgroup).mode) & 0o7777,
    files: Object.fromEntries(files.flatMap((name) => present(cgroup, name))),
    processes: processesIn(cgroup),
  }))
}

function present(cgroup: Folder, name: string): [string, string][] {
  try {
    return [[name, readFileSync(joinPath(cgroup, name), 'utf8').trim()]]
  } catch {
    return []
  }
}
