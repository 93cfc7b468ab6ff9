import { cName, libc } from './libc.ts'

const AT_FDCWD = -100
const AT_SYMLINK_NOFOLLOW = 0x100

/**
 * Sets when a file was last changed and read, to the nanosecond. Of a symlink it sets its own time.
 *
 * @see man 2 utimensat
 */
export function setTime(
  path: Buffer,
  { seconds, nanoseconds }: { seconds: number; nanoseconds: number },
): void {
  const time = [BigInt(seconds), BigInt(nanoseconds)]
  const timespecs = Buffer.from(new BigInt64Array([...time, ...time]).buffer)
  libc('utimensat', [AT_FDCWD, cName(path), timespecs, AT_SYMLINK_NOFOLLOW], ['AT_FDCWD', inWords(path)])
}

/**
 * Gives a file an extended attribute; a symlink gets its own.
 *
 * @throws SysError with ENOTSUP where the filesystem has no attributes of that kind
 * @see man 7 xattr
 */
export function setXattr(path: Buffer, name: string, value: Buffer): void {
  const words = [inWords(path), JSON.stringify(name)]
  libc('lsetxattr', [cName(path), cName(Buffer.from(name, 'latin1')), value, value.length, 0], words)
}

/** The value of an extended attribute; a symlink's own. */
export function getXattr(path: Buffer, name: string): Buffer {
  // XATTR_SIZE_MAX
  const value = Buffer.alloc(65536)
  const attribute = cName(Buffer.from(name, 'latin1'))
  const length = libc('lgetxattr', [cName(path), attribute, value, value.length], [inWords(path), name])
  return value.subarray(0, length)
}

/** The names of a file's extended attributes. */
export function listXattrs(path: Buffer): string[] {
  // XATTR_LIST_MAX
  const names = Buffer.alloc(65536)
  const length = libc('llistxattr', [cName(path), names, names.length], [inWords(path)])
  return names.toString('latin1', 0, length).split('\0').filter(Boolean)
}

export function removeXattr(path: Buffer, name: string): void {
  libc('lremovexattr', [cName(path), cName(Buffer.from(name, 'latin1'))], [inWords(path), name])
}

const inWords = (path: Buffer) => JSON.stringify(path.toString())
