import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'
import * as sys from '#provided/syscalls/mount.ts'

/**
 * What no namespace keeps apart, and root may change from every berth: a fresh /proc or /sys can be written to, and a
 * remount that forgets MS_BIND changes the filesystem itself. By the file's path, or the mount point.
 */
export type SharedState = Record<string, string>

const settings = ['/proc/sys/{abi,crypto,debug,dev,fs,kernel,vm}/**', '/sys/devices/system/cpu/cpu*/online']

/** Of a file's mode: somebody may write to it. What only tells is as it is. */
const writable = 0o222

/** Changes by itself, or does something when it is read. */
const unsteady =
  /\/sched_domain\/|\/(ns_last_pid|tainted|stat_refresh|perf_event_max_sample_rate|[sh]\w+_next_id)$/

let files: string[] | undefined

export function sharedState(): SharedState {
  files ??= settings
    .flatMap((pattern) => globSync(pattern))
    .filter((file) => !unsteady.test(file) && isSetting(file))
  const entries = files.flatMap((file) => {
    const text = textOf(file)
    return text === null ? [] : [[file, text] as const]
  })
  return Object.fromEntries([...entries, ...filesystems(), ...swaps().map((path) => [path, 'swap'])])
}

const isSetting = (file: string) => (statSync(file).mode & writable) !== 0 && textOf(file) !== null

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
 * @param root of a process that can find it
 */
export function swapOff(before: SharedState, root: string): void {
  for (const path of swaps().filter((each) => before[each] === undefined)) {
    try {
      libc('swapoff', [`${root}${path}`])
    } catch {}
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    // A folder, or there to be written to only.
    return null
  }
}

/** Options of each filesystem of the machine, whatever the mount says: `rw,nsdelegate`. */
const filesystems = () =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): [string, string] => {
      const [mount = '', filesystem = ''] = line.split(' - ')
      return [mount.split(' ')[4] ?? '', filesystem.split(' ')[2] ?? '']
    })

/** Number of the limit for core dumps, and the size that the kernel takes for a dump in a dump (core(5)). */
const RLIMIT_CORE = 4
const recursive = 1n

/**
 * Keeps what is started from here from having the kernel start a program outside of every berth: that is what it does
 * where core_pattern begins with `|`, and only this limit, which no berth can raise, makes it not do so.
 */
export function withholdDumps(): void {
  libc('prlimit', [0, RLIMIT_CORE, Buffer.from(new BigUint64Array([recursive, recursive]).buffer), null])
}

/**
 * Puts everything back that is not as it was. What the kernel does not take back is in the ledger all the same.
 *
 * @param now where it has just been read
 */
export function restore(before: SharedState, now = sharedState()): void {
  for (const [name, value] of Object.entries(before)) {
    if (now[name] === undefined || now[name] === value) continue
    try {
      const [, access, options] = /^(r[wo])(?:,(.*))?$/.exec(value) ?? []
      // An option that is left out is one that is switched off.
      if (access)
        sys.mount(null, name, null, sys.MS_REMOUNT | (access === 'ro' ? sys.MS_RDONLY : 0), options ?? null)
      else writeFileSync(name, value)
    } catch {}
  }
}
