import { cName, syscall } from './libc.ts'
import { numberOf } from './numbers.ts'

const AT_FDCWD = -100

/** Which bits of a mode are the kind of file, and the kinds that `open` does not create. */
export const S_IFMT = 0xf000
export const S_IFIFO = 0x1000
export const S_IFCHR = 0x2000
export const S_IFBLK = 0x6000

/**
 * Creates a character device, which is nothing but a name for a driver in the kernel.
 *
 * @param path - where; absolute
 * @param permissions - such as 0o666, without those of the umask
 * @param major - the driver: 1 is memory (`null`, `zero`, `random`)
 * @param minor - which of the driver's devices
 * @see man 2 mknod, man 4 null
 */
export function makeDevice(path: string, permissions: number, major: number, minor: number): void {
  mknod(Buffer.from(path), S_IFCHR | permissions, major, minor)
}

/**
 * Creates a device of either kind, or a FIFO.
 *
 * @param mode - S_IFCHR, S_IFBLK or S_IFIFO with permissions
 */
export function mknod(path: Buffer, mode: number, major = 0, minor = 0): void {
  const words = ['AT_FDCWD', JSON.stringify(path.toString()), `0o${mode.toString(8)}`, `${major}:${minor}`]
  syscall('mknodat', numberOf('mknodat'), [AT_FDCWD, cName(path), mode, deviceNumber(major, minor)], words)
}

/** Both in one, as the kernel has it since minor numbers outgrew their byte: makedev(3). */
export const deviceNumber = (major: number, minor: number) =>
  ((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0

/** `1:3`, of a number that lstat(2) gives: the other way round. */
export function deviceInWords(rdev: bigint): string {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn)
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & ~0xffn)
  return `${major}:${minor}`
}
