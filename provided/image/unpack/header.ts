import { Header } from 'tar/header'
import type { Entry } from './entry.ts'

/** A block of an archive that announces something: a file, or more about the file that comes next. */
export interface TarHeader extends Omit<Entry, 'type' | 'xattrs'> {
  /** The type flag, `0` to `7`, `x`, `g`, `L`, `K`. */
  flag: string
}

export const BLOCK = 512

/**
 * Reads a header. Its numbers and its checksum are the library's; names and device numbers are read here, for the library
 * loses names that are not UTF-8, and the devices of archives from GNU tar.
 *
 * @returns undefined for a block of zeros, which announces the end
 * @see man 5 tar
 */
export function readHeader(block: Buffer): TarHeader | undefined {
  const header = new Header(block)
  if (header.nullBlock && block.every((byte) => byte === 0)) return undefined
  if (!header.cksumValid) throw new Error('a header has another checksum than it says')

  const magic = text(block, 257, 6)
  const isUstar = magic === 'ustar'
  const prefix = isUstar ? text(block, 345, 155) : ''
  const { mode = 0, uid = 0, gid = 0, size = 0, mtime } = header
  // Binary numbers may be of a year that no clock has.
  const time = mtime?.getTime() ?? 0
  if (Number.isNaN(time)) throw new Error('a header has a time that there is not')
  return {
    flag: text(block, 156, 1) || '0',
    path: prefix ? `${prefix}/${text(block, 0, 100)}` : text(block, 0, 100),
    target: text(block, 157, 100),
    mode: mode & 0o7777,
    uid,
    gid,
    size,
    mtime: { seconds: Math.floor(time / 1000), nanoseconds: 0 },
    // GNU tar writes `ustar  ` and has the devices, but not the prefix, in the same place.
    device: magic.startsWith('ustar')
      ? { major: octal(block, 329), minor: octal(block, 337) }
      : { major: 0, minor: 0 },
  }
}

/** Up to the first NUL. */
export function text(bytes: Buffer, start = 0, length = bytes.length): string {
  const field = bytes.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString('latin1', 0, end < 0 ? field.length : end)
}

const octal = (block: Buffer, start: number) => Number.parseInt(text(block, start, 8), 8) || 0
