import type { Entry, Time } from './entry.ts'

/** What a header is extended by: what does not fit into it, or has no place in it. */
export type Extension = Partial<Pick<Entry, 'path' | 'target' | 'size' | 'uid' | 'gid' | 'mtime'>> & {
  xattrs?: Map<string, Buffer>
}

const XATTR = 'SCHILY.xattr.'

/**
 * Reads the records of an extended header, `<length> <key>=<value>\n` each. Values are bytes: those of attributes may be
 * anything, which the library's reader does not bear.
 *
 * @see man 5 tar, "Pax Interchange Format"
 */
export function readPax(bytes: Buffer): Extension {
  const extension: Extension = {}
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(' ', start)
    const length = Number(bytes.toString('latin1', start, space))
    const end = start + length
    const equals = bytes.indexOf('=', space)
    const isSound = Number.isSafeInteger(length) && space > start && equals > space && equals < end
    if (!isSound || end > bytes.length || bytes[end - 1] !== 0x0a)
      throw new Error('the records of an extended header cannot be read')
    apply(extension, bytes.toString('latin1', space + 1, equals), bytes.subarray(equals + 1, end - 1))
    start = end
  }
  return extension
}

function apply(extension: Extension, key: string, value: Buffer): void {
  const text = value.toString('latin1')
  if (key.startsWith(XATTR)) {
    extension.xattrs ??= new Map()
    extension.xattrs.set(key.slice(XATTR.length), Buffer.from(value))
  } else if (key.startsWith('GNU.sparse.'))
    throw new Error('it is a file with holes, which layers do not have')
  // No value: what the header says holds.
  else if (text === '') return
  else if (key === 'path') extension.path = noNul(text)
  else if (key === 'linkpath') extension.target = noNul(text)
  else if (key === 'size') extension.size = count(text)
  else if (key === 'uid') extension.uid = count(text)
  else if (key === 'gid') extension.gid = count(text)
  else if (key === 'mtime') extension.mtime = time(text)
}

function noNul(name: string): string {
  if (name.includes('\0')) throw new Error('a name has a NUL in it')
  return name
}

function count(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new Error(`${text} is no number of an extended header`)
  return value
}

/** `1700000000.123456789`, or before 1970 with a minus. */
function time(text: string): Time {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d{1,15})(?:\.(\d*))?$/.exec(text) ?? []
  if (whole === '') throw new Error(`${text} is no time of an extended header`)
  const nanoseconds = Number(fraction.slice(0, 9).padEnd(9, '0'))
  if (!sign) return { seconds: Number(whole), nanoseconds }
  return nanoseconds > 0
    ? { seconds: -Number(whole) - 1, nanoseconds: 1e9 - nanoseconds }
    : { seconds: -Number(whole), nanoseconds }
}
