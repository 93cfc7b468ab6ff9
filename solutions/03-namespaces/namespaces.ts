import { sethostname } from '#provided/syscalls/hostname.ts'
import { CLONE_NEWPID, CLONE_NEWUTS } from '#provided/syscalls/namespaces.ts'

// 3.1  A hostname and process numbers of its own.
export const NAMESPACES = CLONE_NEWUTS | CLONE_NEWPID

/** Gives the container its hostname. */
export function nameHost(): void {
  // 3.2  Seen by whoever shares the child's UTS namespace, and by nobody else.
  sethostname('container')
}
