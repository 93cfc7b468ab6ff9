import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathInRoot } from '#provided/path-in-root.ts'
import { MS_BIND, MS_RDONLY, MS_REMOUNT, mount } from '#provided/syscalls/mount.ts'
import type { Volume } from './options.ts'

/**
 * Shows files of the machine to a container. To be called in its mount namespace, before the root changes: afterwards
 * nobody finds the sources any more.
 *
 * @param rootfs - the folder that becomes `/`
 */
export function mountVolumes(rootfs: string, volumes: Volume[]): void {
  const mounted = volumes.map(({ source, target, readOnly }) => {
    if (!existsSync(source)) mkdirSync(source, { recursive: true })
    const point = mountPoint(rootfs, target, source)
    bind(source, point)
    return { point, readOnly }
  })
  // At the end, for a mount point may have to be made in an outer volume.
  for (const { point, readOnly } of mounted) if (readOnly) protect(point)
}

/**
 * Makes the place for a volume, unless the image has it.
 *
 * @returns its path on the machine
 */
function mountPoint(rootfs: string, target: string, source: string): string {
  // TODO 6.1  Find out where `target` is, and make it where the image has no such thing: a folder for a folder, with
  //   those above it; an empty file for a file. `statSync(source).isDirectory()` knows which it is.
  //   `rootfs` and `target` put together will not do: if the image has a symlink from /var/run to /run, the kernel
  //   follows it from the / of whoever asks, which is still the machine's. `pathInRoot(rootfs, target)` follows it
  //   from the image's.
  //   man 7 path_resolution, man 2 mkdir
  return `${rootfs}${target}`
}

/** Has the same files in a second place. */
function bind(source: string, point: string): void {
  // TODO 6.2  Mount `source` on `point`. MS_BIND says that it is no new filesystem, but files that are there
  //   already; there is no type then: null. Nobody but the container sees it: a mount is private if its source and
  //   its place are, and here all are since 4.1.
  //   man 2 mount ("Creating a bind mount"), man 7 mount_namespaces; cat /proc/<pid>/mountinfo
}

/** Takes the right to write from a mount, and from no other mount of the same files. */
function protect(point: string): void {
  // TODO 6.3  Make the mount on `point` read-only: MS_REMOUNT | MS_BIND | MS_RDONLY, source and type null.
  //   Why not with 6.2? The call that binds looks at no other flag, and says nothing. And why MS_BIND again? Without
  //   it the whole filesystem becomes read-only, for everybody on the machine.
  //   man 2 mount ("Remounting an existing mount")
}

// TODO 6.4  Nothing to write: prove that nothing is left, and nothing lost. In `npm run lab`:
//   node steps/06-volumes/container.ts run -v data:/home busybox sh -c 'date > /home/said'
//   cat /fs/.volumes/data/said; grep volumes /proc/self/mountinfo
//   The mount has ended with the container's mount namespace, however that ended. Its mount point stays in the
//   image, empty: removing it would take the volume from another container that has one there.
