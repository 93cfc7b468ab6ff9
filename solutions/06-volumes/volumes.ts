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
  // 6.1  A symlink of the image means the image's /. Were it left to the kernel, it would mean ours.
  const point = pathInRoot(rootfs, target)
  if (existsSync(point)) return point
  const isFolder = statSync(source).isDirectory()
  mkdirSync(isFolder ? point : dirname(point), { recursive: true })
  if (!isFolder) writeFileSync(point, '')
  return point
}

/** Has the same files in a second place. */
function bind(source: string, point: string): void {
  // 6.2  It is private because its source and its place are, since 4.1: nobody else sees it.
  mount(source, point, null, MS_BIND)
}

/** Takes the right to write from a mount, and from no other mount of the same files. */
function protect(point: string): void {
  // 6.3  A call of its own: the one that binds looks at no other flag.
  mount(null, point, null, MS_REMOUNT | MS_BIND | MS_RDONLY)
}

// 6.4  Nothing to write: the mounts end with the container's mount namespace. Whoever removes more removes data.
