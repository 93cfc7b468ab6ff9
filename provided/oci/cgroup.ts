import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeKernelFile } from '../kernel-file.ts'
import { POLLPRI, poll } from '../syscalls/poll.ts'
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
  // One that is just ending is in cgroup.procs no more, and yet in the cgroup: only this file says when nobody is.
  const events = openSync(join(cgroup, 'cgroup.events'), 'r')
  try {
    writeKernelFile(join(cgroup, 'cgroup.kill'), '1')
    while (isPopulated(events)) poll(events, POLLPRI)
  } finally {
    closeSync(events)
  }
}

function isPopulated(events: number): boolean {
  const text = Buffer.alloc(64)
  return text.toString('utf8', 0, readSync(events, text, 0, text.length, 0)).includes('populated 1')
}

/** Removes a cgroup without processes, and those below it. */
export function removeCgroups(cgroup: string): void {
  if (!existsSync(cgroup)) return
  const below = readdirSync(cgroup, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of below) removeCgroups(join(cgroup, name))
  rmdirSync(cgroup)
}
