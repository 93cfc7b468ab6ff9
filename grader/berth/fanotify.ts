import { constants, readSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'

/** Asks for every open, and lets nobody through before it is answered. */
const FAN_OPEN_PERM = 0x10000
const FAN_ALLOW = 1

const FAN_CLOEXEC = 0x1
const FAN_NONBLOCK = 0x2
/** The class of a group that decides about access. */
const FAN_CLASS_CONTENT = 0x4
/** Say which thread it is, not only which process. */
const FAN_REPORT_TID = 0x100
const FAN_MARK_ADD = 0x1
const FAN_MARK_MOUNT = 0x10
const AT_FDCWD = -100
const POLLIN = 1

/** sizeof(struct fanotify_event_metadata), and where in it the file and the thread are. */
const eventSize = 24
const fdOffset = 16
const threadOffset = 20

/** A process stands before a file; it goes on when `answer(fd)` has been written. */
export interface OpenEvent {
  /** An open file descriptor of that file, the receiver's to close. */
  fd: number
  /** The thread that opens it. */
  thread: number
}

/**
 * Asks to be asked before a file of a mount is opened, through that mount.
 *
 * @param path - any path on the mount
 * @returns the file descriptor of the group; when it is closed, everybody goes through
 * @throws SysError: EPERM without CAP_SYS_ADMIN, EINVAL in a kernel without FANOTIFY_ACCESS_PERMISSIONS
 * @see man 7 fanotify
 */
export function askBeforeOpen(path: string): number {
  const group = libc('fanotify_init', [
    FAN_CLOEXEC | FAN_NONBLOCK | FAN_CLASS_CONTENT | FAN_REPORT_TID,
    constants.O_RDONLY,
  ])
  libc('fanotify_mark', [group, FAN_MARK_ADD | FAN_MARK_MOUNT, FAN_OPEN_PERM, AT_FDCWD, path])
  return group
}

/** Everybody who has come to stand before a file since the last call. */
export function readEvents(group: number): OpenEvent[] {
  // Asked first, for an error that says there is nothing costs far more than the question.
  const ask = Buffer.alloc(8)
  ask.writeInt32LE(group, 0)
  ask.writeInt16LE(POLLIN, 4)
  if (libc('poll', [ask, 1, 0]) === 0) return []
  const buffer = Buffer.alloc(64 * eventSize)
  const length = readSync(group, buffer)
  return Array.from({ length: length / eventSize }, (_, index) => ({
    fd: buffer.readInt32LE(index * eventSize + fdOffset),
    thread: buffer.readInt32LE(index * eventSize + threadOffset),
  }))
}

/** The answer that lets a process through: struct fanotify_response. */
export function allow(fd: number): Buffer {
  const response = Buffer.alloc(8)
  response.writeInt32LE(fd, 0)
  response.writeUInt32LE(FAN_ALLOW, 4)
  return response
}
