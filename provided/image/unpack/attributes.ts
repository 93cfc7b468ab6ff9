import { chmodSync, lchownSync, lstatSync } from 'node:fs'
import { getXattr, listXattrs, removeXattr, setTime, setXattr } from '../../syscalls/file.ts'
import { SysError } from '../../syscalls/sys-error.ts'
import { type Entry, nameBytes, type Time } from './entry.ts'

/** Attributes that do not come from layers: overlayfs would take orders from some, and labels are the machine's. */
const LEFT_OUT = /^(trusted|user)\.overlay\.|^security\.selinux$/

/** Told of an attribute that this filesystem cannot have. */
export type OnMissing = (path: string, code: string) => void

/**
 * Gives a file what its entry says of it, all but its time. The order matters: a new owner takes setuid away, and
 * capabilities too.
 */
export function setAttributes(path: string, entry: Entry, onMissing: OnMissing): void {
  const file = nameBytes(path)
  lchownSync(file, entry.uid, entry.gid)
  // A symlink has no permissions of its own, and chmod would follow it.
  if (entry.type !== 'symlink') chmodSync(file, entry.mode)
  for (const [name, value] of entry.xattrs) {
    if (LEFT_OUT.test(name)) continue
    try {
      setXattr(file, name, value)
    } catch (error) {
      // EPERM: a symlink or a device cannot have those of the kind `user.`.
      if (!(error instanceof SysError) || !['ENOTSUP', 'EOPNOTSUPP', 'EPERM'].includes(error.code))
        throw error
      onMissing(path, error.code)
    }
  }
}

/** Takes from a file the attributes that it has from a lower layer, or from the folder that it was made in. */
export function dropAttributes(path: string): void {
  const file = nameBytes(path)
  for (const name of listXattrs(file)) if (!LEFT_OUT.test(name)) removeXattr(file, name)
}

/** Makes a folder like another one. */
export function copyAttributes(from: string, to: string): void {
  const { uid, gid, mode } = lstatSync(nameBytes(from))
  dropAttributes(to)
  lchownSync(nameBytes(to), uid, gid)
  chmodSync(nameBytes(to), mode & 0o7777)
  for (const name of listXattrs(nameBytes(from)))
    if (!LEFT_OUT.test(name)) setXattr(nameBytes(to), name, getXattr(nameBytes(from), name))
  setEntryTime(to, timeOf(from))
}

export function setEntryTime(path: string, { seconds, nanoseconds }: Time): void {
  setTime(nameBytes(path), { seconds, nanoseconds })
}

const SECOND = 1_000_000_000n

export function timeOf(path: string): Time {
  const { mtimeNs } = lstatSync(nameBytes(path), { bigint: true })
  // Before 1970 seconds are negative, and nanoseconds are not.
  const nanoseconds = ((mtimeNs % SECOND) + SECOND) % SECOND
  return { seconds: Number((mtimeNs - nanoseconds) / SECOND), nanoseconds: Number(nanoseconds) }
}
