import { libc, syscall } from './libc.ts'
import { numberOf } from './numbers.ts'

/**
 * Changes what `/` means to this process and the children it will have. Nothing else changes: the working
 * folder stays outside, open files too, and root can find a way out again.
 *
 * @see man 2 chroot
 */
export function chroot(path: string): void {
  libc('chroot', [path])
}

/**
 * Swaps the root of the mount namespace for `newRoot`, a mount point, and attaches the old one at `putOld`,
 * a folder in it (`.` and `.` stack the old on top of the new). After `umount2` of the old one nothing of
 * it can be reached any more.
 *
 * @see man 2 pivot_root, especially its EXAMPLES
 */
export function pivotRoot(newRoot: string, putOld: string): void {
  syscall('pivot_root', numberOf('pivot_root'), [newRoot, putOld])
}
