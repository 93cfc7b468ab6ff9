import { libc } from '#provided/syscalls/libc.ts'

/** All that is kept at most of names, or of one value (VFS limits, xattr(7)). */
const room = Buffer.alloc(65_536)

/**
 * The extended attributes of a file, or of a symbolic link itself: names, and values in hex.
 *
 * @param path - with a NUL at its end
 */
export function xattrsOf(path: Buffer): [name: string, value: string][] {
  const length = libc('llistxattr', [path, room, room.length])
  const names = room.toString('latin1', 0, length).split('\0').slice(0, -1)
  return names.map((name) => {
    const size = libc('lgetxattr', [path, name, room, room.length])
    return [name, room.toString('hex', 0, size)]
  })
}
