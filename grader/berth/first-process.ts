import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import * as ns from '#provided/syscalls/namespaces.ts'
import { inNewNamespaces } from './namespaces.ts'
import { environment } from './program/program.ts'
import { withoutCapabilities } from './protect/capabilities.ts'

const flags =
  ns.CLONE_NEWNS | ns.CLONE_NEWUTS | ns.CLONE_NEWIPC | ns.CLONE_NEWNET | ns.CLONE_NEWCGROUP | ns.CLONE_NEWPID

/**
 * Shows /proc, has `lo` up as every machine has, leaves orphans to the kernel to reap (SIGCHLD ignored, wait(2)), and stays.
 * For bash: what dash ignores is not ignored by what it executes.
 */
const script =
  'mount -t proc proc /proc && { ip link set lo up 2>/dev/null || :; } && trap "" CHLD && echo ready && exec sleep infinity'

/**
 * Starts the first process of a berth, whose namespaces are the berth's, in the cgroup of the caller.
 *
 * @param enterRoot - makes its root, in its mount namespace
 * @returns its pid, once it is ready
 */
export function startFirstProcess(enterRoot: () => void): Promise<number> {
  const [file, args] = withoutCapabilities(['bash', '-c', script])
  const child = inNewNamespaces(flags, () => {
    enterRoot()
    return spawn(file, ['--pdeathsig', 'KILL', ...args], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  })
  return ready(child)
}

/** Waits for it to say that /proc is there. */
async function ready(child: ChildProcessByStdio<null, Readable, Readable>): Promise<number> {
  let complaint = ''
  child.stderr.on('data', (text) => {
    complaint += text
  })
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  if (String(first).trim() !== 'ready') throw new Error(`The berth did not start: ${complaint.trim()}`)
  return child.pid as number
}
