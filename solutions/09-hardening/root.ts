import {
  MNT_DETACH,
  MS_BIND,
  MS_NODEV,
  MS_REC,
  MS_REMOUNT,
  mount,
  umount2,
} from '#provided/syscalls/mount.ts'
import * as root from '#provided/syscalls/root.ts'

/**
 * Makes the image's files the only ones there are, and leaves nothing to climb out to.
 *
 * @param rootfs - the folder that becomes `/`
 */
export function changeRoot(rootfs: string): void {
  // 9.1  The new root has to be a mount. A device that lies in an image leads nowhere on it.
  mount(rootfs, rootfs, null, MS_BIND | MS_REC)
  mount(null, rootfs, null, MS_REMOUNT | MS_BIND | MS_NODEV)
  process.chdir(rootfs)
  // The old root comes to lie on top of the new one, and is taken off.
  root.pivotRoot('.', '.')
  umount2('.', MNT_DETACH)
  process.chdir('/')
}
