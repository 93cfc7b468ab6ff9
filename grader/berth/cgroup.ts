import { once } from 'node:events'
import { existsSync, type FSWatcher, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { availableParallelism, freemem } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { cgroupsBelow, unlessGone } from './cgroup-tree.ts'
import { cgroupMount } from './observe/mountinfo.ts'
import { protectDevices } from './protect/devices.ts'
import { protectSysctls } from './protect/sysctls.ts'

const MiB = 1024 * 1024

/** What the berth as a whole may use, so that a fork bomb or a memory hog ends there. */
const bounds = () => ({
  'memory.max': String(384 * MiB),
  'memory.swap.max': '0',
  'pids.max': '512',
  // All of them are looked at, again and again.
  'cgroup.max.descendants': '500',
  // Deeper, and a path of them would be longer than the kernel takes (PATH_MAX).
  'cgroup.max.depth': '12',
  // The judge must get a turn while the code spins on every processor.
  'cpu.weight': '20',
  'cpu.max': `${availableParallelism() * 95_000} 100000`,
})

/** What a berth needs. Whatever else the machine hands down, it gets as well. */
const controllers = ['cpu', 'memory', 'pids']

/** All berths live in one cgroup of the machine, so that a later run finds what a killed one left. */
export const berthsFolder = () => join(cgroupMount(), 'drydock-berths')

/**
 * Creates the cgroup of a berth with the leaf `init` below it, in one that has its bounds: what the berth takes for the
 * root of the tree is its own to change.
 *
 * The controllers are not yet enabled for what the code will create: that takes a cgroup without processes
 * (cgroups(7), "no internal processes"), so `enableControllers` follows once the first process is beside it.
 */
export function createCgroup(berth: string): { bounded: string; cgroup: string } {
  const parent = berthsFolder()
  const isFirst = mkdirSync(parent, { recursive: true }) !== undefined
  for (const folder of [cgroupMount(), parent]) enableControllers(folder)
  // All berths together leave the judge enough: a machine that is out of memory kills whom it likes.
  if (isFirst) writeFileSync(join(parent, 'memory.max'), String(Math.floor(freemem() * 0.85)))
  const bounded = join(parent, berth)
  const cgroup = join(bounded, 'root')
  for (const folder of [join(cgroup, 'init'), join(bounded, 'first')]) mkdirSync(folder, { recursive: true })
  for (const [file, value] of Object.entries(bounds())) {
    if (existsSync(join(bounded, file))) writeFileSync(join(bounded, file), value)
  }
  enableControllers(bounded)
  protectDevices(bounded)
  protectSysctls(bounded)
  return { bounded, cgroup }
}

/** Lets the cgroups below `cgroup` have limits of their own. */
export function enableControllers(cgroup: string): void {
  const enabled = controllersIn(cgroup, 'cgroup.subtree_control')
  const wanted = cgroup === cgroupMount() ? controllers : controllersIn(cgroup, 'cgroup.controllers')
  const missing = [...new Set([...controllers, ...wanted])].filter((name) => !enabled.includes(name))
  if (missing.length > 0)
    writeFileSync(join(cgroup, 'cgroup.subtree_control'), missing.map((name) => `+${name}`).join(' '))
}

/** Disables the controllers that steps 05 and 09 are about for the cgroups below. */
export function disableControllers(cgroup: string): void {
  writeFileSync(join(cgroup, 'cgroup.subtree_control'), '-memory -cpu -pids')
}

const controllersIn = (cgroup: string, file: string) =>
  readFileSync(join(cgroup, file), 'utf8').split(/\s+/).filter(Boolean)

/** Has mkdir fail with EAGAIN for all but so many cgroups below, beside those that are there. */
export function limitCgroups(cgroup: string, count: number): void {
  writeFileSync(join(cgroup, 'cgroup.max.descendants'), String(cgroupsBelow(cgroup).length - 1 + count))
}

/** `cpu.weight`, which counts where processes compete for a processor: the kernel's default, and one that leaves others little. */
const weights = { usual: '100', prioritised: '2000' }

/** Has all berths together come before the machine's other processes, or be as all others again. */
export const prioritise = (isPrioritised: boolean) =>
  writeFileSync(join(berthsFolder(), 'cpu.weight'), weights[isPrioritised ? 'prioritised' : 'usual'])

/** Moves a process, 0 being the caller. */
export function moveTo(cgroup: string, pid: number): void {
  writeFileSync(join(cgroup, 'cgroup.procs'), String(pid))
}

/** Runs `action` with the calling process in `cgroup`, so that what it spawns is born there. */
export function inCgroup<T>(cgroup: string, action: () => T): T {
  const home = join(cgroupMount(), cgroupOf('self'))
  moveTo(cgroup, 0)
  try {
    return action()
  } finally {
    moveTo(home, 0)
  }
}

/** The cgroup v2 path of a process as the caller's cgroup namespace shows it (cgroups(7)). */
export function cgroupOf(pid: number | 'self'): string {
  const line = readFileSync(`/proc/${pid}/cgroup`, 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('0::'))
  return line?.slice('0::'.length) ?? '/'
}

/** Runs `action` while nobody in the cgroup does anything (cgroup.freeze). */
export async function whileFrozen<T>(cgroup: string, action: () => Promise<T>): Promise<T> {
  const file = join(cgroup, 'cgroup.freeze')
  writeFileSync(file, '1')
  try {
    return await action()
  } finally {
    unlessGone(undefined, () => writeFileSync(file, '0'))
  }
}

export const isFrozen = (cgroup: string) => readFileSync(join(cgroup, 'cgroup.freeze'), 'utf8') === '1\n'

/** Kills every process in the cgroup and below it, faster than a fork bomb forks, and waits until none is left. */
export async function killAll(cgroup: string): Promise<void> {
  const events = join(cgroup, 'cgroup.events')
  // First, for until then they may have all the inotify instances that root can have.
  writeFileSync(join(cgroup, 'cgroup.kill'), '1')
  const watcher = await watchWhenPossible(events)
  try {
    while (readFileSync(events, 'utf8').includes('populated 1')) await once(watcher, 'change')
  } finally {
    watcher.close()
  }
}

/** Watches a file. EMFILE: processes that are being killed still have all of root's inotify instances. */
async function watchWhenPossible(file: string): Promise<FSWatcher> {
  for (;;) {
    try {
      return watch(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EMFILE') throw error
      await nextTurn()
    }
  }
}
