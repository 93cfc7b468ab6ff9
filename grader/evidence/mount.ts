import type { Mount } from '../machine/process.ts'
import { multisetDifference } from '../multiset-difference.ts'
import { fail } from '../verdict/judgement.ts'

/** The mounts that came with the second look; others like them may lie below. */
export const newMounts = (before: Mount[], after: Mount[]) =>
  multisetDifference(after, before, ({ target, type }) => `${type} on ${target}`)

/**
 * Those that a container brings to the machine. A namespace that is to have a name is mounted (unshare(1), --mount=file), and
 * is nobody's filesystem.
 */
export const leakedMounts = (before: Mount[], during: Mount[]) =>
  newMounts(before, during).filter(({ type }) => type !== 'nsfs')

/** Ends a check for a mount of the container's that is on the machine, too. */
export function failLeak({ type, target }: Mount, message?: string): never {
  fail({
    kernelFile: '/proc/self/mountinfo',
    expected: 'no mount of the container on the machine',
    found: `${type} on ${target}`,
    message,
  })
}

/**
 * The uppermost mount on a path of a container. In the list it has the path of the container's root before it, unless
 * that root is a mount itself. Paths of evidence are drawn at random, and end no other.
 */
export const mountAt = (path: string, mounts: Mount[]) =>
  mounts.findLast(({ target }) => target.endsWith(path))

/** Whether it is the filesystem of a container's root that nobody can write to, and not that mount of it alone. */
export const isReadOnlyForAll = (mounts: Mount[]) =>
  mounts.findLast(({ target }) => target === '/')?.data.includes('ro') === true

/** Whether mounts and unmounts in it go to others, and come from there (mount_namespaces(7)). */
export const isShared = ({ options }: Mount) => options.some((option) => option.startsWith('shared:'))

/** Without those that lie under another mount on the same point. */
export const uppermost = (mounts: Mount[]) =>
  mounts.filter((mount) => mounts.findLast(({ target }) => target === mount.target) === mount)
