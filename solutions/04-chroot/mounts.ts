import { mkdirSync } from 'node:fs'
import { mountDevices } from '#provided/devices.ts'
import { MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_PRIVATE, MS_REC, mount } from '#provided/syscalls/mount.ts'
import { CLONE_NEWNS } from '#provided/syscalls/namespaces.ts'
import { NAMESPACES as EARLIER } from '#steps/03-namespaces/namespaces.ts'

// 4.1  The first namespace Linux ever had, hence its name: NEWNS means mounts.
export const NAMESPACES = EARLIER | CLONE_NEWNS

/** Keeps every later mount to the container. */
export function makeMountsPrivate(): void {
  // 4.1, second half  The new namespace got a copy of all mounts, and copies of shared mounts still share.
  mount(null, '/', null, MS_REC | MS_PRIVATE)
}

/** Shows the container its own processes, and gives it the usual devices. */
export function mountProc(): void {
  // Not every image has it.
  mkdirSync('/proc', { recursive: true })

  // 4.3  procfs shows the PID namespace of whoever mounts it.
  mount('proc', '/proc', 'proc', MS_NOSUID | MS_NODEV | MS_NOEXEC)
  mountDevices()
}
