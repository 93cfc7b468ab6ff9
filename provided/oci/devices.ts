import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathInRoot } from '../path-in-root.ts'
import { mknod, S_IFBLK, S_IFCHR, S_IFIFO } from '../syscalls/device.ts'
import type { Device } from './config.ts'

const KINDS: Record<Device['type'], number> = { c: S_IFCHR, u: S_IFCHR, b: S_IFBLK, p: S_IFIFO }

/** Makes the devices that a bundle asks for beside the usual ones. */
export function makeOwnDevices(rootfs: string, devices: Device[] = []): void {
  for (const { type, path, major = 0, minor = 0, fileMode = 0o666, uid = 0, gid = 0 } of devices) {
    const file = pathInRoot(rootfs, path)
    if (existsSync(file)) continue
    mkdirSync(dirname(file), { recursive: true })
    mknod(Buffer.from(file), KINDS[type] | fileMode, major, minor)
    chmodSync(file, fileMode & 0o777)
    chownSync(file, uid, gid)
  }
}
