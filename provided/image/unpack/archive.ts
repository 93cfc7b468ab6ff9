import { LIMITS } from '../limits.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Entry } from './entry.ts'
import { BLOCK, readHeader, type TarHeader, text } from './header.ts'
import { type Extension, readPax } from './pax.ts'

const TYPES: Record<string, Entry['type']> = {
  '0': 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'character device',
  '4': 'block device',
  '5': 'directory',
  '6': 'fifo',
  // Contiguous, once.
  '7': 'file',
}

/**
 * The entries of a tar archive: ustar, pax and GNU, as layers have them. What an entry holds follows it in `reader`, and
 * is skipped as far as it was not read.
 *
 * @throws Error if the archive is broken, or means what layers do not have
 * @see man 5 tar
 */
export async function* entriesOf(reader: ByteReader): AsyncGenerator<Entry> {
  let extension: Extension = {}
  for (;;) {
    const block = await reader.read(BLOCK)
    if (!block) return
    const header = readHeader(block)
    if (!header) return requireEnd(await reader.read(BLOCK))

    // pax, and GNU's older way to say a long name.
    if (header.flag === 'x') Object.assign(extension, readPax(await body(reader, header)))
    else if (header.flag === 'L') extension.path = text(await body(reader, header))
    else if (header.flag === 'K') extension.target = text(await body(reader, header))
    // Of all files: git notes its commit there, and nothing that is heeded comes that way.
    else if (header.flag === 'g') await body(reader, header)
    else {
      const entry = toEntry(header, extension)
      extension = {}
      const end = reader.position + padded(entry.size)
      yield entry
      await reader.skip(end - reader.position)
    }
  }
}

function toEntry({ flag, ...header }: TarHeader, extension: Extension): Entry {
  const entry = { xattrs: new Map(), ...header, ...extension }
  // Before there were directories in archives, a slash had to say so.
  const type = flag === '0' && entry.path.endsWith('/') ? 'directory' : TYPES[flag]
  if (!type) throw new Error(`it is of a type that layers do not have: ${JSON.stringify(flag)}`)
  // Some writers say how long the file is that a link leads to; nothing follows all the same.
  return { ...entry, type, size: type === 'file' ? entry.size : 0 }
}

async function body(reader: ByteReader, { size }: TarHeader): Promise<Buffer> {
  if (size > LIMITS.extension) throw new Error('an extended header is longer than any is')
  const bytes = (await reader.read(padded(size))) ?? Buffer.alloc(0)
  if (bytes.length < size) throw new Error('it ends in the middle')
  return bytes.subarray(0, size)
}

/** One block of zeros is a broken header; two are the end, and after it comes whatever the writer liked. */
function requireEnd(block: Buffer | undefined): void {
  if (block?.some((byte) => byte !== 0)) throw new Error('a header is empty')
}

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK
