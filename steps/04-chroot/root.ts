import { chroot } from '#provided/syscalls/root.ts'

/**
 * Makes the image's files the only ones there are.
 *
 * @param rootfs - the folder that becomes `/`
 */
export function changeRoot(rootfs: string): void {
  // TODO 4.2  Make `rootfs` this process's `/` with `chroot`. That does not move its working folder, which
  //   now lies outside of the root and is a way out: change it to `/` with `process.chdir`.
  //   man 2 chroot, man 2 chdir
}
