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

  // 9.2  A file in there turns on a processor, or names a program that the kernel starts on the machine.
  sys.mount('sysfs', '/sys', 'sysfs', USUAL | sys.MS_RDONLY)
}

/** Hides files and folders behind something empty. */
export function maskPaths(paths: string[]): void {
  // 9.2, second half  What the kernel has been built without needs no mask.
  for (const path of paths.filter((path) => existsSync(path))) {
    if (statSync(path).isDirectory()) sys.mount('tmpfs', path, 'tmpfs', USUAL | sys.MS_RDONLY, 'size=0')
    else sys.mount('/dev/null', path, null, sys.MS_BIND)
  }
}

/** Takes the right to write from files and folders. */
export function protectPaths(paths: string[]): void {
  // 9.2, third part  Two calls, as for a volume: the first makes a mount of it, the second makes that read-only.
  for (const path of paths.filter((path) => existsSync(path))) {
    sys.mount(path, path, null, sys.MS_BIND | sys.MS_REC)
    sys.mount(null, path, null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY | USUAL)
  }
}
