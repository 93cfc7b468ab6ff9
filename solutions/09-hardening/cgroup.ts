import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readKernelFile, writeKernelFile } from '#provided/kernel-file.ts'
import { MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_RDONLY, mount } from '#provided/syscalls/mount.ts'
import { CLONE_NEWCGROUP, unshare } from '#provided/syscalls/namespaces.ts'

const CGROUP_ROOT = '/sys/fs/cgroup'

/** Processes and threads that a container may have at a time. */
const PIDS_MAX = 100

/**
 * Makes the cgroup of this process, and with it of the container, the only one there is for it. To be called when it
 * has joined.
 */
export function enterCgroupNamespace(): void {
  // 9.5  Its root is the cgroup in which its first process is at this moment.
  unshare(CLONE_NEWCGROUP)
}

/** Shows a container its limits, and no way to change them. To be called where `/` is the container's, after `/sys`. */
export function mountCgroup(): void {
  mkdirSync(CGROUP_ROOT, { recursive: true })

  // 9.5, second half  What is mounted in a cgroup namespace begins at the root of that.
  mount('cgroup2', CGROUP_ROOT, 'cgroup2', MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY)
}

/** Has `fork` fail once there are enough. To be called when this process has joined, before it is in a namespace. */
export function limitProcesses(): void {
  // 9.6  As in 5.1, each cgroup on the way has to hand the controller down.
  const folders = ownCgroup()
  for (const above of folders.slice(0, -1)) writeKernelFile(`${above}/cgroup.subtree_control`, '+pids')
  writeKernelFile(`${folders.at(-1)}/pids.max`, String(PIDS_MAX))
}

/** The folder of the cgroup that this process is in, behind those above it, the root first. */
function ownCgroup(): string[] {
  const [, path = ''] = /^0::(.*)$/m.exec(readKernelFile('/proc/self/cgroup')) ?? []
  const names = path.split('/').filter(Boolean)
  return [CGROUP_ROOT, ...names.map((_, index) => join(CGROUP_ROOT, ...names.slice(0, index + 1)))]
}
