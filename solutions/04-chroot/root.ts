import { chroot } from '#provided/syscalls/root.ts'

/**
 * Makes the image's files the only ones there are.
 *
 * @param rootfs - the folder that becomes `/`
 */
export function changeRoot(rootfs: string): void {
  // 4.2  chroot leaves the working folder where it was, outside: a way out.
  chroot(rootfs)
  process.chdir('/')
}
