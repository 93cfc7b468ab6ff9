import { paxRecords } from './pax.ts'
import { header, type Kind } from './tar-header.ts'

/** One entry of an archive. What is left out is what an ordinary file of root's has. */
export interface TarEntry {
  /** Written as it is: a Buffer where it is no UTF-8, absolute or with `..` where that is wanted. */
  path: string | Buffer
  type?: Kind
  content?: string | Buffer
  mode?: number
  uid?: number
  gid?: number
  /** Seconds; a string where they have a fraction, since a number cannot hold nanoseconds: `1700000000.123456789`. */
  mtime?: number | string
  /** What a link leads to: a symbolic one to any text, a hard one to the path of an earlier entry. */
  link?: string | Buffer
  /** Major and minor number. */
  device?: [number, number]
  /** By name, `security.capability`. In PAX only. */
  xattrs?: Record<string, string | Buffer>
  /** How that is written which the classic header has no room for: PAX if not given. */
  dialect?: Dialect
  /** A header that contradicts its own checksum. */
  wrongChecksum?: boolean
}

/**
 * `pax` has records before the entry, `gnu` has entries of long names and binary numbers, `ustar` splits a name of up
 * to 255 bytes in two and has room for no more.
 */
export type Dialect = 'pax' | 'gnu' | 'ustar'

const BLOCK = 512

/** The bytes of a tar archive. Nothing is checked: what is wrong in the entries is wrong in the archive. */
export function tarball(entries: TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(2 * BLOCK)])
}

function blocks(entry: TarEntry): Buffer[] {
  const { path, type = 'file', link = '', content = '', dialect = 'pax' } = entry
  const fields = {
    path: Buffer.from(path),
    type,
    mode: entry.mode ?? (type === 'directory' ? 0o755 : type === 'symlink' ? 0o777 : 0o644),
    uid: entry.uid ?? 0,
    gid: entry.gid ?? 0,
    size: Buffer.byteLength(content),
    mtime: Math.floor(Number(entry.mtime ?? 0)),
    link: Buffer.from(link),
    device: entry.device ?? [0, 0],
    wrongChecksum: entry.wrongChecksum ?? false,
  }
  return [...before(entry, dialect), header(fields, dialect), padded(Buffer.from(content))]
}

/** What precedes the entry, since it does not fit into its header. */
function before(entry: TarEntry, dialect: Dialect): Buffer[] {
  if (dialect === 'pax') {
    const records = paxRecords(entry)
    return records.length ? extension('pax', Buffer.from('PaxHeaders/entry'), records) : []
  }
  if (dialect === 'ustar') return []
  const name = Buffer.from('././@LongLink')
  const long = (type: Kind, text: Buffer) =>
    text.length > 100 ? extension(type, name, Buffer.concat([text, Buffer.alloc(1)])) : []
  return [...long('gnu-path', Buffer.from(entry.path)), ...long('gnu-link', Buffer.from(entry.link ?? ''))]
}

function extension(type: Kind, path: Buffer, content: Buffer): Buffer[] {
  const nothing = {
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: 0,
    link: Buffer.alloc(0),
    device: [0, 0],
    wrongChecksum: false,
  }
  return [header({ ...nothing, path, type, size: content.length }, 'ustar'), padded(content)]
}

const padded = (content: Buffer) =>
  Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)])
