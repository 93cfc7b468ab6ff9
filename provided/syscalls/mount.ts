import { flagsInWords, libc } from './libc.ts'

export const MS_RDONLY = 0x1
export const MS_NOSUID = 0x2
export const MS_NODEV = 0x4
export const MS_NOEXEC = 0x8
export const MS_REMOUNT = 0x20
export const MS_BIND = 0x1000
export const MS_MOVE = 0x2000
export const MS_REC = 0x4000
export const MS_UNBINDABLE = 0x20000
export const MS_PRIVATE = 0x40000
export const MS_SLAVE = 0x80000
export const MS_SHARED = 0x100000

export const MNT_DETACH = 2

const MOUNT_NAMES = {
  MS_RDONLY,
  MS_NOSUID,
  MS_NODEV,
  MS_NOEXEC,
  MS_REMOUNT,
  MS_BIND,
  MS_MOVE,
  MS_REC,
  MS_UNBINDABLE,
  MS_PRIVATE,
  MS_SLAVE,
  MS_SHARED,
}

/**
 * Attaches a filesystem to the tree of the calling thread's mount namespace, or changes a mount.
 * Propagation (MS_PRIVATE and its like) needs a call of its own: with MS_BIND in the same call it is ignored.
 *
 * @param source - a device, a folder to bind, or the filesystem's name again; null where it does not matter
 * @param target - the mount point
 * @param type - `proc`, `tmpfs`, …; null for MS_BIND, MS_REMOUNT, MS_MOVE and propagation
 * @param flags - `MS_…`, or-ed
 * @param data - options of that filesystem: `mode=0755,size=64k`
 * @see man 2 mount, man 7 mount_namespaces
 */
export function mount(
  source: string | null,
  target: string,
  type: string | null,
  flags = 0,
  data: string | null = null,
): void {
  const words = [quoted(source), quoted(target), quoted(type), flagsInWords(flags, MOUNT_NAMES), quoted(data)]
  libc('mount', [source, target, type, flags, data], words)
}

/**
 * Detaches what is mounted on `target`.
 *
 * @param flags - MNT_DETACH: gone from the tree at once, for real when nobody uses it any more
 * @see man 2 umount
 */
export function umount2(target: string, flags = 0): void {
  libc('umount2', [target, flags], [quoted(target), flagsInWords(flags, { MNT_DETACH })])
}

function quoted(text: string | null): string {
  return text === null ? 'NULL' : JSON.stringify(text)
}
