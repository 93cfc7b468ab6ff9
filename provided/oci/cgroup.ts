import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeKernelFile } from '../kernel-file.ts'
import { waitForEnd } from '../syscalls/pidfd.ts'
import type { Bundle } from './bundle.ts'

/** The root of the cgroup tree, or what a container on the way has of it. */
const CGROUP_ROOT = '/sys/fs/cgroup'

/** The folder of a container's cgroup, which is called after the container where the bundle has no wish. */
export const cgroupOf = ({ config }: Bundle, id: string): string =>
  join(CGROUP_ROOT, config.linux?.cgroupsPath || `drydock/${id}`)

/** The cgroups from the root to above this one, outermost first: each has to hand the controllers down. */
export function cgroupsAbove(cgroup: string): string[] {
  const parent = dirname(cgroup)
  return cgroup === CGROUP_ROOT ? [] : [...cgroupsAbove(parent), parent]
}

/** Those that a bundle can set limits of. */
const CONTROLLERS = ['cpuset', 'cpu', 'memory', 'pids']

/** Has the cgroups below this one get the controllers that it has itself. */
export function handDownControllers(cgroup: string): void {
  const read = (name: string) => readFileSync(join(cgroup, name), 'utf8').trim().split(' ')
  const [there, handed] = [read('cgroup.controllers'), read('cgroup.subtree_control')]
  const missing = CONTROLLERS.filter((name) => there.includes(name) && !handed.includes(name))
  if (missing.length > 0)
    writeKernelFile(join(cgroup, 'cgroup.subtree_control'), missing.map((name) => `+${name}`).join(' '))
}

/** All processes of a cgroup and of those below it. */
export function processesIn(cgroup: string): number[] {
  if (!existsSync(cgroup)) return []
  const below = readdirSync(cgroup, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const own = readFileSync(join(cgroup, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number)
  return [...own, ...below.flatMap(({ name }) => processesIn(join(cgroup, name)))]
}

/** Kills all that is left in a cgroup, and waits for the end of it. */
export function endProcesses(cgroup: string): void {
  if (!existsSync(cgroup)) return
  writeKernelFile(join(cgroup, 'cgroup.kill'), '1')
  for (const pid of processesIn(cgroup)) waitForEnd(pid)
}

/** Removes a cgroup without processes, and those below it. */
export function removeCgroups(cgroup: string): void {
  if (!existsSync(cgroup)) return
  const below = readdirSync(cgroup, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of below) removeCgroups(join(cgroup, name))
  rmdirSync(cgroup)
}
