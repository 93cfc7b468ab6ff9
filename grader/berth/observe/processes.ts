import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import type { Process } from '../../machine/process.ts'
import type { Berth } from '../berth.ts'
import { cgroupOf } from '../cgroup.ts'
import { cgroupsBelow, processesIn } from '../cgroup-tree.ts'
import { inNamespacesNamed } from '../namespaces.ts'
import { seenIn } from './cgroups.ts'
import { cgroupMount, mountsOf, namespaceMounts } from './mountinfo.ts'

/** Pids of all processes of the berth but its first, as the machine counts. */
export const pidsOf = (berth: Berth) =>
  cgroupsBelow(berth.cgroup)
    .flatMap(processesIn)
    .filter((pid) => pid !== berth.init)

const numbers = (text: string) => text.split(/\s+/).filter(Boolean).map(Number)

/** Everything about a process that a check may ask, or null where it has just ended. */
export function readProcess(berth: Berth, pid: number): Process | null {
  return unlessEnded(null, () => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? ''
    return {
      pid,
      ppid: Number(field('PPid')),
      // The outermost pid of NSpid is that of the reader's own namespace.
      nsPids: numbers(field('NSpid')).slice(1),
      argv: argvOf(pid),
      state: field('State').charAt(0),
      cgroup: cgroupSeen(berth, pid),
      namespaces: namespacesOf(berth, pid),
      hostname: hostnameOf(pid),
      ignoredSignals: signals(BigInt(`0x${field('SigIgn')}`)),
      openFiles: openFiles(pid),
      mounts: namespaceMounts(pid),
      mountsSeen: mountsOf(pid),
    }
  })
}

/** The hostname in the UTS namespace of a process. */
export const hostnameOf = (pid: number) => inNamespacesNamed(['uts'], pid, hostname)

/** Bit 0 is signal 1 (proc_pid_status(5)). */
const signals = (mask: bigint) =>
  Array.from({ length: 64 }, (_, bit) => bit + 1).filter((signal) => mask & (1n << BigInt(signal - 1)))

/** For how long a process has been there, ms; 0 where it has ended. */
export const ageOf = (pid: number) =>
  unlessEnded(0, () => {
    // In ticks of 10 ms since the machine began.
    const began = Number(statOf(pid, 22)) * 10
    return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000 - began
  })

const openFiles = (pid: number) =>
  readdirSync(`/proc/${pid}/fd`)
    .filter((fd) => Number(fd) > 2)
    // One that is closed meanwhile is open no more; its process goes on.
    .flatMap((fd) => unlessEnded([], () => [readlinkSync(`/proc/${pid}/fd/${fd}`)]))

/** What a process executes, as it was told to; empty where it has ended. */
export function argvOf(pid: number): string[] {
  return unlessEnded([], () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1))
}

/** Is `pid` that process, or was it started by it or by its children? */
export function isDescendant(pid: number, from: number): boolean {
  for (let current = pid; current > 1; current = parentOf(current)) if (current === from) return true
  return false
}

/** The program of the berth that a process comes from: the one above it that we started. */
export function programOf(berth: Berth, pid: number): number {
  const pids = pidsOf(berth)
  let program = pid
  for (let parent = pid; pids.includes(parent); parent = parentOf(parent)) program = parent
  return program
}

/** The process that a thread belongs to; null where it has ended. */
export function processOf(thread: number): number | null {
  return unlessEnded(null, () =>
    Number(/^Tgid:\s*(\d+)/m.exec(readFileSync(`/proc/${thread}/status`, 'utf8'))?.[1]),
  )
}

/** The processes below one, its children first. Children of any of its threads count. */
export function descendantsOf(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    unlessEnded([], () => numbers(readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'))),
  )
  return [...children, ...children.flatMap(descendantsOf)]
}

/** 0 where it has ended. */
export function parentOf(pid: number): number {
  return unlessEnded(0, () => Number(statOf(pid, 4)))
}

/** A field behind the name of a process or thread, by its number in proc_pid_stat(5). */
export function statOf(pid: number, field: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[field - 3]
}

/** The threads of a process; none where it has ended. */
export const threadsOf = (pid: number): number[] =>
  unlessEnded([], () => readdirSync(`/proc/${pid}/task`).map(Number))

/**
 * What `read` finds below `/proc/<pid>`, or `otherwise` where that process or thread has ended: ENOENT, ESRCH from a file
 * that was already open, EINVAL from one about namespaces that it has left, or EACCES from a link, which the kernel answers
 * before it knows whose it is.
 */
export function unlessEnded<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const { code = '', path } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ESRCH', 'EINVAL'].includes(code)) return otherwise
    if (code === 'EACCES' && path !== undefined && !existsSync(dirname(path))) return otherwise
    throw error
  }
}

/** The cgroup of a process as the berth sees it. */
function cgroupSeen(berth: Berth, pid: number): string {
  return seenIn(berth, `${cgroupMount()}${cgroupOf(pid)}`)
}

function namespacesOf(berth: Berth, pid: number): Process['namespaces'] {
  const ids = Object.entries(namespaceIds(pid))
  return Object.fromEntries(ids.map(([name, id]) => [name, { id, shared: id === berth.namespaces[name] }]))
}

/** The namespaces of a process, by kind: `net:[4026532008]`. */
export function namespaceIds(pid: number): Record<string, string> {
  const names = readdirSync(`/proc/${pid}/ns`).filter((name) => !name.endsWith('_for_children'))
  return Object.fromEntries(names.map((name) => [name, readlinkSync(`/proc/${pid}/ns/${name}`)]))
}
