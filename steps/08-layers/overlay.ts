import { join } from 'node:path'
import { withShortPaths } from '#provided/short-paths.ts'
import { mount } from '#provided/syscalls/mount.ts'

/**
 * Lays a writable folder over layers. To be called by the child, where all mounts are private.
 *
 * @param layers - their folders, the uppermost first
 * @param folder - the container's own, with `upper`, `work` and `rootfs` in it
 * @returns the folder that becomes `/`
 */
export function mountOverlay(layers: string[], folder: string): string {
  const rootfs = join(folder, 'rootfs')

  // TODO 8.1  Mount a filesystem of the type `overlay` on `rootfs`. All that it needs is said in the options, with commas in
  //   between:  lowerdir=<layers>,upperdir=<folder>/upper,workdir=<folder>/work
  //   The layers have colons in between, the uppermost first. `upper` gets what the container writes, and `work` is for
  //   the kernel: an empty folder on the same filesystem as `upper`.
  //   The options are a page at most, 4096 bytes, and what is beyond is cut off without a word. Fifty layers are more:
  //   `withShortPaths(layers, (names) => mount(…))` calls them by short names.
  //   By hand:  mount -t overlay overlay -o lowerdir=/tmp/two:/tmp/one,upperdir=/tmp/upper,workdir=/tmp/work /tmp/all
  //   man 2 mount, man 8 mount ("overlay"), https://docs.kernel.org/filesystems/overlayfs.html

  return rootfs
}
