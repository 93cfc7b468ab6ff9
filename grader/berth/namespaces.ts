import { closeSync, constants, openSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { CLONE_FS, CLONE_NEWNS, setns, unshare } from '#provided/syscalls/namespaces.ts'

/**
 * The order of going back is the order of this list: the mount namespace last, for leaving it needs the
 * paths of none of the others, and `chdir` after it.
 */
const kinds = ['uts', 'ipc', 'net', 'cgroup', 'pid_for_children', 'mnt']

/**
 * Runs `action` and brings the calling thread back into the namespaces in which it was, whatever happens.
 *
 * `action` must be synchronous: between `unshare` and the way back no thread may be made, so neither a promise nor a
 * callback may run (pid_namespaces(7): CLONE_THREAD is refused once the children have another pid namespace).
 */
function restoringNamespaces<T>(action: () => T): T {
  const folder = process.cwd()
  const home = kinds.map((name) => openSync(`/proc/thread-self/ns/${name}`, 'r'))
  // Threads that this one has made since it last did so share its root and working folder: those of Node's pool, with the
  // first file that is read without waiting. Then no mount namespace can be entered (EINVAL, setns(2)), nor left.
  unshare(CLONE_FS)
  try {
    return action()
  } finally {
    for (const namespace of home) {
      setns(namespace)
      closeSync(namespace)
    }
    process.chdir(folder)
  }
}

/** Runs `action` in new namespaces. */
export function inNewNamespaces<T>(flags: number, action: () => T): T {
  return restoringNamespaces(() => {
    unshare(flags)
    return action()
  })
}

/** Runs `action` in all namespaces of a process. */
export const inNamespacesOf = <T>(pid: number, action: () => T): T => inNamespacesNamed(kinds, pid, action)

/** Runs `action` in some namespaces of a process: `['net']`. */
export function inNamespacesNamed<T>(names: string[], pid: number, action: () => T): T {
  return restoringNamespaces(() => {
    enter(pid, names)
    return action()
  })
}

/** The same, but with the mounts of {@link mountsBeside}. */
export function inNamespacesWithMounts<T>(pid: number, mounts: number, action: () => T): T {
  return restoringNamespaces(() => {
    enter(
      pid,
      kinds.filter((name) => name !== 'mnt'),
    )
    setns(mounts)
    return action()
  })
}

/**
 * Makes a mount namespace beside that of a process, which nothing that is mounted in the other one reaches.
 *
 * @param arrange - begins with a copy of all mounts, and leaves those that are to be there
 * @returns an open file, which stands for the mount namespace
 */
export function mountsBeside(pid: number, arrange: () => void): number {
  // In there nobody finds us in /proc: it belongs to another pid namespace.
  const namespaces = openSync('/proc/thread-self/ns', constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    return inNamespacesOf(pid, () => {
      unshare(CLONE_NEWNS)
      sys.mount(null, '/', null, sys.MS_REC | sys.MS_PRIVATE)
      arrange()
      return libc('openat', [namespaces, 'mnt', constants.O_RDONLY | O_CLOEXEC])
    })
  } finally {
    closeSync(namespaces)
  }
}

const O_CLOEXEC = 0o2000000

function enter(pid: number, names: string[]): void {
  const theirs = names.map((name) => openSync(`/proc/${pid}/ns/${name.replace('_for_children', '')}`, 'r'))
  try {
    for (const namespace of theirs) setns(namespace)
  } finally {
    theirs.forEach((namespace) => {
      closeSync(namespace)
    })
  }
}
