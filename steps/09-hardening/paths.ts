import { existsSync, mkdirSync, statSync } from 'node:fs'
import * as sys from '#provided/syscalls/mount.ts'

/** What tells about the machine, or about everybody on it: nobody in a container needs it. As with Docker. */
export const MASKED_PATHS = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/devices/virtual/powercap',
  '/sys/firmware',
]

/** What may be read, but whose writers change the machine. As with Docker. */
export const READ_ONLY_PATHS = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']

const USUAL = sys.MS_NOSUID | sys.MS_NODEV | sys.MS_NOEXEC

/** Shows the kernel's view of devices and of the container's network. To be called where `/` is the container's. */
export function mountSys(): void {
  // Not every image has it.
  mkdirSync('/sys', { recursive: true })

  // TODO 9.2  Mount a `sysfs` on /sys, read-only (MS_RDONLY), with the USUAL flags. A new one, and no bind of
  //   the machine's: it shows the links of the network namespace that it is mounted in, the container's since 7.1.
  //   man 5 sysfs
}

/** Hides files and folders behind something empty. */
export function maskPaths(paths: string[]): void {
  // 9.2, second half  Hide what is in `paths`. Not all of it is there on every machine. Over a folder mount an empty tmpfs,
  //   read-only (its `data` is 'size=0'); over a file bind /dev/null, which is the container's own by now.
}

/** Takes the right to write from files and folders. */
export function protectPaths(paths: string[]): void {
  // 9.2, third part  Make what is in `paths` read-only, as far as it is there. Only a mount can be: bind it on itself. Then,
  //   in a second call, remount that (6.3). The flags of a remount take the place of those it had: add the USUAL ones.
}
