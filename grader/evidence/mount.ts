import type { Mount } from '../machine/machine.ts'

/** The mounts that came with the second look. */
export function newMounts(before: Mount[], after: Mount[]): Mount[] {
  const old = [...before]
  return after.filter(({ target, type }) => {
    const at = old.findIndex((mount) => mount.target === target && mount.type === type)
    // Others like it may lie on top.
    if (at !== -1) old.splice(at, 1)
    return at === -1
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

/** Without those that lie under another mount on the same point. */
export const uppermost = (mounts: Mount[]) =>
  mounts.filter((mount) => mounts.findLast(({ target }) => target === mount.target) === mount)
