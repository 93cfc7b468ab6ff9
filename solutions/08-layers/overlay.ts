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

  // 8.1  Nothing is copied now. A file goes into `upper` when somebody changes it, and that file only.
  withShortPaths(layers, (names) => {
    const options = `lowerdir=${names.join(':')},upperdir=${folder}/upper,workdir=${folder}/work`
    mount('overlay', rootfs, 'overlay', 0, options)
  })

  return rootfs
}
