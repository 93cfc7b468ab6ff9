import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDevices } from '#provided/devices.ts'
import type { Config, Mount } from '#provided/oci/config.ts'
import { makeOwnDevices } from '#provided/oci/devices.ts'
import { mountOptions } from '#provided/oci/mount-options.ts'
import { pathInRoot } from '#provided/path-in-root.ts'
import * as sys from '#provided/syscalls/mount.ts'

/** Mounts all that a bundle asks for below what will be `/`, in that order, and makes the devices. */
export function mountAll(rootfs: string, { mounts = [], linux = {} }: Config): void {
  for (const each of mounts) mountOne(rootfs, each)
  mkdirSync(join(rootfs, 'dev'), { recursive: true })
  makeDevices(join(rootfs, 'dev'))
  makeOwnDevices(rootfs, linux.devices)
}

function mountOne(rootfs: string, { destination, type = 'none', source = type, options }: Mount): void {
  const { flags, propagation, data } = mountOptions(options)
  const isBind = (flags & sys.MS_BIND) !== 0
  const point = mountPoint(rootfs, destination, isBind ? source : undefined)

  // 10.6  cgroup2 by its old name; a bind mount, which learns its flags in a second call; and propagation in one more.
  const filesystem = type === 'cgroup' ? 'cgroup2' : type
  const atOnce = isBind ? flags & (sys.MS_BIND | sys.MS_REC) : flags
  sys.mount(source, point, isBind ? null : filesystem, atOnce, data)
  const later = flags & ~atOnce
  if (later) sys.mount(null, point, null, sys.MS_REMOUNT | sys.MS_BIND | later)
  if (propagation) sys.mount(null, point, null, propagation)
}

/**
 * Makes the place for a mount, unless the image has it.
 *
 * @param source - what is to be bound there, if anything
 * @returns its path, told from here
 */
function mountPoint(rootfs: string, destination: string, source: string | undefined): string {
  const point = pathInRoot(rootfs, destination)
  if (existsSync(point)) return point
  const isFolder = source === undefined || statSync(source).isDirectory()
  mkdirSync(isFolder ? point : dirname(point), { recursive: true })
  if (!isFolder) writeFileSync(point, '')
  return point
}

/** Takes the right to write from the container's `/`, and from nothing that is mounted in it. */
export function protectRoot(): void {
  // 10.6, second half  As with :ro in 6.3. Flags are set anew, and 9.1 took devices away.
  sys.mount(null, '/', null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY | sys.MS_NODEV)
}
