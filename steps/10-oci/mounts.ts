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

  // TODO 10.6  Mount it: `source` on `point`, with `flags` and `data`. Three things are not so simple.
  //   `cgroup` is called `cgroup2` on today's machines.
  //   A bind mount looks at no flag but MS_BIND and MS_REC, and has no filesystem (null): all other flags take a second
  //   call, with MS_REMOUNT | MS_BIND, as in 6.3.
  //   `propagation`, if there is any, takes a call of its own, as in 4.1.
  //   man 2 mount; https://github.com/opencontainers/runtime-spec/blob/main/config.md#mounts
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
  // 10.6, second half  The same second call, for '/'. It sets all flags anew: without MS_NODEV what 9.1 has taken away, device
  //   files of the image, would work again.
}
