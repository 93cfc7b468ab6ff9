import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs'
import { makeDevice } from './syscalls/device.ts'
import { MS_NOEXEC, MS_NOSUID, mount } from './syscalls/mount.ts'

const MEMORY = 1
const TERMINALS = 5
const DEVICES: Record<string, [major: number, minor: number]> = {
  null: [MEMORY, 3],
  zero: [MEMORY, 5],
  full: [MEMORY, 7],
  random: [MEMORY, 8],
  urandom: [MEMORY, 9],
  tty: [TERMINALS, 0],
}

const LINKS = {
  ptmx: 'pts/ptmx',
  fd: '/proc/self/fd',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
  stderr: '/proc/self/fd/2',
}

/**
 * Gives a container the few devices that every program expects, in a `/dev` of its own: `null`, `zero`,
 * `full`, `random`, `urandom`, `tty`, pseudo-terminals, shared memory, and names for the standard streams.
 *
 * To be called where `/` is the container's, in its own mount namespace: the mounts end with that.
 */
export function mountDevices(): void {
  mkdirSync('/dev', { recursive: true })
  mount('tmpfs', '/dev', 'tmpfs', MS_NOSUID | MS_NOEXEC, 'mode=0755,size=64k')
  makeDevices('/dev')

  mkdirSync('/dev/shm')
  mount('tmpfs', '/dev/shm', 'tmpfs', MS_NOSUID | MS_NOEXEC, 'mode=1777,size=64m')
  mkdirSync('/dev/pts')
  mount('devpts', '/dev/pts', 'devpts', MS_NOSUID | MS_NOEXEC, 'newinstance,ptmxmode=0666,mode=0620')
}

/**
 * Makes what of it is no mount, unless it is there: the devices, and names for what a process has already.
 *
 * @param folder - the `/dev` of a container, as it is found from here
 */
export function makeDevices(folder: string): void {
  const umask = process.umask(0)
  for (const [name, [major, minor]] of Object.entries(DEVICES))
    if (!existsSync(`${folder}/${name}`)) makeDevice(`${folder}/${name}`, 0o666, major, minor)
  process.umask(umask)
  for (const [name, target] of Object.entries(LINKS)) {
    const link = `${folder}/${name}`
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(target, link)
  }
}
