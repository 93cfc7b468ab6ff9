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
  // TODO 9.5  `unshare(CLONE_NEWCGROUP)`. Not with the other namespaces, in the parent: the root of this one is the cgroup
  //   in which its maker is at that moment, and the child has only now joined the container's.
  //   man 7 cgroup_namespaces
}

/** Shows a container its limits, and no way to change them. To be called where `/` is the container's, after `/sys`. */
export function mountCgroup(): void {
  mkdirSync(CGROUP_ROOT, { recursive: true })

  // 9.5, second half  Mount a `cgroup2` on CGROUP_ROOT, read-only, MS_NOSUID, MS_NODEV and MS_NOEXEC. In the namespace it
  //   begins at the container's own cgroup. Node and Java look there for how much memory they may use.
}

/** Has `fork` fail once there are enough. To be called when this process has joined, before it is in a namespace. */
export function limitProcesses(): void {
  // TODO 9.6  Write PIDS_MAX into `pids.max` of the last folder of `ownCgroup()`. The file is there once all the others of
  //   them have `+pids` written into their cgroup.subtree_control: 05 has handed down memory and cpu only.
  //   The limit counts threads, too. The child is one of twelve while it is Node.
  //   https://docs.kernel.org/admin-guide/cgroup-v2.html#pid
}

/** The folder of the cgroup that this process is in, behind those above it, the root first. */
function ownCgroup(): string[] {
  const [, path = ''] = /^0::(.*)$/m.exec(readKernelFile('/proc/self/cgroup')) ?? []
  const names = path.split('/').filter(Boolean)
  return [CGROUP_ROOT, ...names.map((_, index) => join(CGROUP_ROOT, ...names.slice(0, index + 1)))]
}
