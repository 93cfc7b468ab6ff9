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
  // TODO 9.1  The two lines below are those of 4.2. Root climbs out of that: the old root is still there. Swap them.
  //   pivot_root wants a mount for a new root: bind `rootfs` on itself, with MS_REC, for the volumes are mounted in it.
  //   A device in an image is a name for the machine's driver, whoever made that image: remount it MS_NODEV (with
  //   MS_REMOUNT and MS_BIND, as in 6.3).
  //   Then go there, and swap: `root.pivotRoot('.', '.')` has the old root lie on top of the new one. Take it off:
  //   `umount2('.', MNT_DETACH)`. And go to `/`.
  //   man 2 pivot_root ("NOTES"), man 2 mount
  root.chroot(rootfs)
  process.chdir('/')
}
