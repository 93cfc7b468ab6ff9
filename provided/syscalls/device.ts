import { flagsInWords, syscall } from './libc.ts'
import { numberOf } from './numbers.ts'

const AT_FDCWD = -100
const S_IFCHR = 0x2000

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
  const device = (major << 8) | minor
  const words = ['AT_FDCWD', JSON.stringify(path), flagsInWords(S_IFCHR, { S_IFCHR }), `${major}:${minor}`]
  syscall('mknodat', numberOf('mknodat'), [AT_FDCWD, path, S_IFCHR | permissions, device], words)
}
