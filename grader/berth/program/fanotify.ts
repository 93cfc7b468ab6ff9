import { constants, readSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'
import { POLLIN, poll } from '#provided/syscalls/poll.ts'

/** Ask before a file is opened; before a file is opened to be executed. */
export const FAN_OPEN_PERM = 0x10000
export const FAN_OPEN_EXEC_PERM = 0x40000

const FAN_ALLOW = 1
const FAN_DENY = 2
const FAN_CLOEXEC = 0x1
const FAN_NONBLOCK = 0x2
/** The class of a group that decides about access. */
const FAN_CLASS_CONTENT = 0x4
/** Say which thread it is, not only which process. */
const FAN_REPORT_TID = 0x100
const FAN_MARK_ADD = 0x1
const FAN_MARK_REMOVE = 0x2
const FAN_MARK_MOUNT = 0x10
const FAN_MARK_FILESYSTEM = 0x100
/** Do not ask, not even once the file was written to: FAN_MARK_IGNORED_MASK, FAN_MARK_IGNORED_SURV_MODIFY. */
const FAN_MARK_IGNORED = 0x20 | 0x40
const AT_FDCWD = -100

/** sizeof(struct fanotify_event_metadata), and where in it the kind, the file and the thread are. */
const eventSize = 24
const maskOffset = 8
const fdOffset = 16
const threadOffset = 20

/** A process stands before a file until `allow(fd)` or `deny(fd)` is written to the group. */
export interface OpenEvent {
  /** An open file descriptor of that file, the receiver's to close. */
  fd: number
  /** The thread that opens it. */
  thread: number
  /** FAN_OPEN_PERM or FAN_OPEN_EXEC_PERM */
  kind: number
}

/**
 * Makes a group that is asked before files are opened; when its file descriptor is closed, everybody goes through.
 *
 * @throws SysError: EPERM without CAP_SYS_ADMIN
 * @see man 7 fanotify
 */
export const makeGroup = () =>
  libc('fanotify_init', [FAN_CLOEXEC | FAN_NONBLOCK | FAN_CLASS_CONTENT | FAN_REPORT_TID, constants.O_RDONLY])

/**
 * Marks a filesystem, so that the group is asked about its files: one mark covers every mount of it, and a container has
 * copies of all mounts.
 *
 * @param kind - FAN_OPEN_PERM or FAN_OPEN_EXEC_PERM
 * @param path - any path on it
 * @throws SysError: EINVAL in a kernel without FANOTIFY_ACCESS_PERMISSIONS
 */
export function markFilesystem(group: number, kind: number, path: string): void {
  libc('fanotify_mark', [group, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, kind, AT_FDCWD, path])
}

/** Takes such a mark away again. */
export function unmarkFilesystem(group: number, kind: number, path: string): void {
  libc('fanotify_mark', [group, FAN_MARK_REMOVE | FAN_MARK_FILESYSTEM, kind, AT_FDCWD, path])
}

/** Has a group ignore opens by way of this mount, which are our own: we could not answer while we wait. */
export function ignoreMount(group: number, kind: number, mount: string): void {
  libc('fanotify_mark', [group, FAN_MARK_ADD | FAN_MARK_MOUNT | FAN_MARK_IGNORED, kind, AT_FDCWD, mount])
}

/** Everybody who has come to stand before a file since the last call. */
export function readEvents(group: number): OpenEvent[] {
  // Asked first, for an error that says there is nothing costs far more than the question.
  if (!poll(group, POLLIN, 0)) return []
  const buffer = Buffer.alloc(64 * eventSize)
  const length = read(group, buffer)
  return Array.from({ length: length / eventSize }, (_, index) => ({
    kind: Number(buffer.readBigUInt64LE(index * eventSize + maskOffset)),
    fd: buffer.readInt32LE(index * eventSize + fdOffset),
    thread: buffer.readInt32LE(index * eventSize + threadOffset),
  }))
}

/** The kernel opens each file for us. Where it cannot (ENODEV: the cgroup is gone), it has refused that open itself. */
function read(group: number, buffer: Buffer): number {
  try {
    return readSync(group, buffer)
  } catch {
    return 0
  }
}

/** The answers that let a process through, and that have the kernel refuse it (EPERM): struct fanotify_response. */
export const allow = (fd: number) => response(fd, FAN_ALLOW)
export const deny = (fd: number) => response(fd, FAN_DENY)

function response(fd: number, answer: number): Buffer {
  const response = Buffer.alloc(8)
  response.writeInt32LE(fd, 0)
  response.writeUInt32LE(answer, 4)
  return response
}
