import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a berth hands out to the containers in it. */
const needed = ['cpu', 'memory', 'pids']

/**
 * Whether this machine has cgroup v2 controllers to hand out:
 *
 * - `absent`: no cgroup v2 is mounted.
 * - `version-1`: cgroup version 1 holds them, as on an older or a hybrid system.
 * - `withheld`: whoever made this container did not delegate them.
 * - `read-only`: the mount is.
 * - `occupied`: the root here is not the kernel's own, and has processes, so nothing can be enabled (EBUSY).
 * - `ready`: enabled, or nothing stands in the way.
 */
export type CgroupState =
  | { state: 'absent' }
  | { state: 'version-1' | 'withheld'; mount: string; missing: string[] }
  | { state: 'read-only'; mount: string }
  | { state: 'ready'; mount: string }
  | { state: 'occupied'; mount: string; processes: number }

/** Looks at the cgroup v2 hierarchy of this machine or container. Needs no privileges. */
export function probeCgroups(): CgroupState {
  const found = cgroup2Mount()
  if (!found) return { state: 'absent' }
  const { mount, readOnly } = found
  const missing = lacking(join(mount, 'cgroup.controllers'))
  if (missing.length > 0) {
    return { state: missing.some(heldByVersion1) ? 'version-1' : 'withheld', mount, missing }
  }
  if (readOnly) return { state: 'read-only', mount }
  if (lacking(join(mount, 'cgroup.subtree_control')).length === 0) return { state: 'ready', mount }
  const processes = words(join(mount, 'cgroup.procs')).length
  // The kernel's own root has no cgroup.type, and may have processes and hand out controllers (cgroups(7)).
  const isKernelsRoot = !existsSync(join(mount, 'cgroup.type'))
  return isKernelsRoot || processes === 0
    ? { state: 'ready', mount }
    : { state: 'occupied', mount, processes }
}

function cgroup2Mount(): { mount: string; readOnly: boolean } | undefined {
  if (!existsSync('/proc/self/mounts')) return undefined
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  const [, mount, , options] =
    mounts.map((line) => line.split(' ')).findLast(([, , type]) => type === 'cgroup2') ?? []
  return mount === undefined ? undefined : { mount, readOnly: options?.split(',').includes('ro') ?? false }
}

function lacking(file: string): string[] {
  const present = words(file)
  return needed.filter((controller) => !present.includes(controller))
}

/** `/proc/cgroups` numbers the version 1 hierarchy that holds a controller; 0 is version 2, or nobody. */
function heldByVersion1(controller: string): boolean {
  const line = readFileSync('/proc/cgroups', 'utf8')
    .split('\n')
    .map((row) => row.split('\t'))
    .find(([name]) => name === controller)
  return line !== undefined && line[1] !== '0'
}

function words(file: string): string[] {
  return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean)
}
