import { mkdirSync, symlinkSync } from 'node:fs'
import { makeDevice } from './syscalls/device.ts'
import { MS_NOEXEC, MS_NOSUID, mount } from './syscalls/mount.ts'

const DEVICES = { null: 3, zero: 5, full: 7, random: 8, urandom: 9 }
const MEMORY = 1
const TERMINALS = 5

/**
 * Gives a container the few devices that every program expects, in a `/dev` of its own: `null`, `zero`,
 * `full`, `random`, `urandom`, `tty`, pseudo-terminals, shared memory, and names for the standard streams.
 *
 * To be called where `/` is the container's, in its own mount namespace: the mounts end with that.
 */
export function mountDevices(): void {
  mkdirSync('/dev', { recursive: true })
  mount('tmpfs', '/dev', 'tmpfs', MS_NOSUID | MS_NOEXEC, 'mode=0755,size=64k')
  const umask = process.umask(0)
  for (const [name, minor] of Object.entries(DEVICES)) makeDevice(`/dev/${name}`, 0o666, MEMORY, minor)
  makeDevice('/dev/tty', 0o666, TERMINALS, 0)
  process.umask(umask)

  mkdirSync('/dev/shm')
  mount('tmpfs', '/dev/shm', 'tmpfs', MS_NOSUID | MS_NOEXEC, 'mode=1777,size=64m')
  mkdirSync('/dev/pts')
  mount('devpts', '/dev/pts', 'devpts', MS_NOSUID | MS_NOEXEC, 'newinstance,ptmxmode=0666,mode=0620')
  symlinkSync('pts/ptmx', '/dev/ptmx')

  symlinkSync('/proc/self/fd', '/dev/fd')
  for (const [file, name] of ['stdin', 'stdout', 'stderr'].entries()) {
    symlinkSync(`/proc/self/fd/${file}`, `/dev/${name}`)
  }
}
