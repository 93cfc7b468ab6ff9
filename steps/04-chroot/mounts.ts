import { mkdirSync } from 'node:fs'
import { mountDevices } from '#provided/devices.ts'
import { MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_PRIVATE, MS_REC, mount } from '#provided/syscalls/mount.ts'
import { CLONE_NEWNS } from '#provided/syscalls/namespaces.ts'
import { NAMESPACES as EARLIER } from '#steps/03-namespaces/namespaces.ts'

// TODO 4.1  Add a mount namespace (CLONE_NEWNS) to the EARLIER ones. Second half: below.
//   man 7 mount_namespaces
export const NAMESPACES = EARLIER

/** Keeps every later mount to the container. */
export function makeMountsPrivate(): void {
  // 4.1, second half  The new namespace got a copy of all mounts. Copies of shared mounts still share, and
  //   with systemd `/` is shared: what you mount in the container would appear on the machine.
  //   Change the propagation of `/` to MS_PRIVATE, and with MS_REC that of all mounts below it. That call
  //   needs no source and no type: null.
  //   man 2 mount ("Changing the propagation type"); cat /proc/self/mountinfo: look for `shared:`
}

/** Shows the container its own processes, and gives it the usual devices. */
export function mountProc(): void {
  // Not every image has it.
  mkdirSync('/proc', { recursive: true })

  // TODO 4.3  `ps` reads /proc. Mount one: source and type `proc`, on `/proc`, with MS_NOSUID | MS_NODEV |
  //   MS_NOEXEC. It shows the PID namespace of whoever mounts it, which is why the child does, and it needs
  //   the namespace of 4.1: without it you mount over the machine's own.
  //   Then call `mountDevices()`, which is provided: it puts /dev/null, /dev/zero and their like in place.
  //   man 2 mount, man 5 proc
}
