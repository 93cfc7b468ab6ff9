import type { Dialect } from './tarball.ts'

/** The types of entries, with the letters that tar(5) has for them. */
const letters = {
  file: '0',
  'old-file': '\0',
  hardlink: '1',
  symlink: '2',
  char: '3',
  block: '4',
  directory: '5',
  fifo: '6',
  pax: 'x',
  'pax-global': 'g',
  'gnu-path': 'L',
  'gnu-link': 'K',
}

export type Kind = keyof typeof letters

export interface Fields {
  path: Buffer
  type: Kind
  mode: number
  uid: number
  gid: number
  size: number
  mtime: number
  link: Buffer
  device: number[]
  wrongChecksum: boolean
}

/** The 512 bytes before an entry's content, tar(5). */
export function header(fields: Fields, dialect: Dialect): Buffer {
  const block = Buffer.alloc(512)
  const [prefix, name] = dialect === 'ustar' ? split(fields.path) : [Buffer.alloc(0), fields.path]
  const [major = 0, minor = 0] = fields.device

  // What is too long is cut off here, and whole in what precedes the entry.
  name.copy(block, 0, 0, 100)
  number(block, 100, 8, fields.mode, dialect)
  number(block, 108, 8, fields.uid, dialect)
  number(block, 116, 8, fields.gid, dialect)
  number(block, 124, 12, fields.size, dialect)
  number(block, 136, 12, fields.mtime, dialect)
  block.write(letters[fields.type], 156)
  fields.link.copy(block, 157, 0, 100)
  block.write(dialect === 'gnu' ? 'ustar  \0' : 'ustar\x0000', 257)
  number(block, 329, 8, major, dialect)
  number(block, 337, 8, minor, dialect)
  prefix.copy(block, 345, 0, 155)

  // The sum is taken with spaces in its own place.
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, fields.wrongChecksum ? 1 : 0)
  block.write(`${octal(sum, 6)}\0 `, 148)
  return block
}

/** Octal digits; GNU writes what has too many, or is below 0, in binary, and PAX has it in a record. */
function number(block: Buffer, at: number, length: number, value: number, dialect: Dialect) {
  const digits = length - 1
  if (value >= 0 && value < 8 ** digits) block.write(octal(value, digits), at)
  else if (dialect === 'gnu') {
    block.fill(value < 0 ? 0xff : 0, at, at + length)
    block.writeBigInt64BE(BigInt(value), at + length - 8)
    block.writeUInt8((block[at] ?? 0) | 0x80, at)
  } else block.write(octal(0, digits), at)
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')

/** At a slash, so that at most 155 and 100 bytes are on its sides. */
function split(path: Buffer): [Buffer, Buffer] {
  if (path.length <= 100) return [Buffer.alloc(0), path]
  const slash = path.indexOf('/', path.length - 101)
  if (slash < 1 || slash > 155) throw new Error(`ustar has no room for ${path}`)
  return [path.subarray(0, slash), path.subarray(slash + 1)]
}
