import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { Failure } from './failure.ts'
import * as ns from './syscalls/namespaces.ts'

/** Where `/proc/thread-self/ns` shows the namespace that a thread's children are born in. */
const FILES = new Map([
  [ns.CLONE_NEWCGROUP, 'cgroup'],
  [ns.CLONE_NEWUTS, 'uts'],
  [ns.CLONE_NEWIPC, 'ipc'],
  [ns.CLONE_NEWPID, 'pid_for_children'],
  [ns.CLONE_NEWNET, 'net'],
  // Last, since coming back to a mount namespace puts this thread's root and working folder at its root.
  [ns.CLONE_NEWNS, 'mnt'],
])

/** A namespace that is there already. */
export interface Joined {
  /** `CLONE_NEW…` */
  kind: number
  /** `/proc/412/ns/net` */
  path: string
}

/**
 * Starts a process in new namespaces: `child_process.spawn`, with what Go calls Cloneflags.
 *
 * `fork` and `clone` cannot be called from Node, whose memory does not survive them. So this thread enters
 * the namespaces itself, spawns, and goes back to where it came from. In between it must not yield: no
 * `await`, and nothing that would start a thread, which is impossible while CLONE_NEWPID is pending.
 * Hence one synchronous block.
 *
 * @param flags - `CLONE_NEW…`, or-ed; 0 is a plain `spawn`. Not CLONE_NEWUSER and not CLONE_NEWTIME: a process with
 *   threads, which Node always is, cannot enter the one, nor come back from the other (EUSERS).
 * @param command - the program
 * @param args - its arguments
 * @param options - as for `spawn`
 * @param joined - namespaces of others that it is born in. No mount namespace: the program would be looked for there.
 * @returns the child, as from `spawn`: its `error` event says that the program could not be started
 * @throws SysError where the kernel refuses the namespaces; nothing was started then
 * @see man 2 unshare, man 2 setns, man 7 namespaces
 *
 * @example
 * spawnIn(CLONE_NEWUTS | CLONE_NEWPID, 'hostname', ['container'], { stdio: 'inherit' })
 */
export function spawnIn(
  flags: number,
  command: string,
  args: string[],
  options: SpawnOptions,
  joined: Joined[] = [],
): ChildProcess {
  // Loaded here, for the child imports this file as well and never starts anything: a tenth of its boot.
  const { spawn } = process.getBuiltinModule('node:child_process')
  const home = process.cwd()
  const files = namespaceFiles(joined.reduce((all, { kind }) => all | kind, flags))
  const origins: { kind: number; file: number }[] = []
  try {
    for (const [kind, name] of files) {
      origins.push({ kind, file: openSync(`/proc/thread-self/ns/${name}`, 'r') })
    }
    ns.unshare(flags)
    try {
      for (const { kind, path } of joined) enter(kind, path)
      return spawn(command, args, { cwd: home, ...options })
    } finally {
      for (const { kind, file } of origins) ns.setns(file, kind)
      if (flags & ns.CLONE_NEWNS) process.chdir(home)
    }
  } finally {
    for (const { file } of origins) closeSync(file)
  }
}

function enter(kind: number, path: string): void {
  const file = openSync(path, 'r')
  try {
    ns.setns(file, kind)
  } finally {
    closeSync(file)
  }
}

function namespaceFiles(flags: number): [kind: number, name: string][] {
  const files = [...FILES].filter(([kind]) => flags & kind)
  if (files.reduce((rest, [kind]) => rest & ~kind, flags) !== 0) {
    throw new Failure('spawnIn takes CLONE_NEWNS, NEWUTS, NEWPID, NEWNET, NEWIPC and NEWCGROUP.')
  }
  return files
}
