import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { mountsOf } from '../observe/mountinfo.ts'
import { isNode, makeNode, nodes } from '../root/device-nodes.ts'

/**
 * What no namespace keeps apart, and root may change from every berth: a fresh /sys can be written to, a fresh devtmpfs is
 * the machine's own /dev, and a remount that forgets MS_BIND changes the filesystem itself. By the file's path, or the
 * mount point.
 */
export type SharedState = Record<string, string>

/** Whether each processor is in use, where that can be chosen. */
const processors = '/sys/devices/system/cpu/cpu*/online'

let files: string[] | undefined

export function sharedState(): SharedState {
  files ??= globSync(processors)
  const entries = files.map((file): [string, string] => [file, readFileSync(file, 'utf8').trim()])
  return Object.fromEntries([
    ...entries,
    ...filesystems(),
    ...swaps().map((path) => [path, 'swap']),
    ...nodes(),
  ])
}

/** Files and disks that memory is moved to: the first column, behind a line of titles. */
const swaps = () =>
  readFileSync('/proc/swaps', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s/)[0] ?? '')
    .filter(Boolean)

/**
 * Ends swapping to what was not swapped to before.
 *
 * @param root - of a process that can find it
 */
export function swapOff(before: SharedState, root: string): void {
  for (const path of swaps().filter((each) => before[each] === undefined)) {
    try {
      libc('swapoff', [`${root}${path}`])
    } catch {}
  }
}

/** Options of each filesystem of the machine, whatever the mount says, its type and source: `rw,nsdelegate cgroup2 cgroup`. */
const filesystems = () =>
  mountsOf('self').map(({ target, type, source, data }): [string, string] => [
    target,
    `${data.join(',')} ${type} ${source}`,
  ])

/**
 * Puts everything back that is not as it was. What the kernel does not take back is in the ledger all the same.
 *
 * @param now - where it has just been read
 */
export function restore(before: SharedState, now = sharedState()): void {
  for (const [name, value] of Object.entries(before)) {
    if (now[name] === value) continue
    try {
      if (isNode(value)) makeNode(name, value)
      else if (/^r[wo]\b/.test(value)) restoreFilesystem(name, value, now[name] !== undefined)
      else if (now[name] !== undefined) writeFileSync(name, value)
    } catch {}
  }
}

/** A folder that is removed from one's own devtmpfs is no mount point any more on the machine either. */
function restoreFilesystem(target: string, value: string, isThere: boolean): void {
  const [options = '', type = '', source = ''] = value.split(' ')
  const [access, ...rest] = options.split(',')
  const flags = access === 'ro' ? sys.MS_RDONLY : 0
  // An option that is left out is one that is switched off.
  const data = rest.join(',') || null
  if (isThere) sys.mount(null, target, null, sys.MS_REMOUNT | flags, data)
  else if (target.startsWith('/dev/')) {
    mkdirSync(target, { recursive: true })
    sys.mount(source, target, type, flags, data)
  }
}
