import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { Layer } from './repository.ts'
import { type TarEntry, tarball } from './tarball.ts'

const folder = (path: string, mtime: number): TarEntry => ({ path, type: 'directory', mtime })
const file = (path: string): TarEntry => ({ path, content: path, mtime: 7 })

const lowest = tarball([file('wiped'), folder('wiped-too/', 8), file('wiped-too/file')])

const first = tarball([
  { path: './.wh..wh..opq' },
  folder('./', 1),
  // As `git archive` begins. It is about no file.
  { path: 'pax_global_header', type: 'pax-global', content: '16 comment=text\n' },
  { ...file('old'), type: 'old-file' },
  folder('again/', 2),
  file('again/old'),
  folder('opaque/', 2),
  folder('opaque/sub/', 2),
  file('opaque/sub/old'),
  // Its folders are told of later, or not at all.
  file('implied/later/file'),
  folder('implied/later/', 3),
  folder('implied/', 4),
  file('undeclared/file'),
])

const second = tarball([
  folder('again/', 5),
  file('again/new'),
  { path: '.wh.again' },
  folder('opaque/', 5),
  folder('opaque/sub/', 6),
  file('opaque/sub/new'),
  { path: 'opaque/.wh..wh..opq' },
])

/** Nothing marks its end, which has never kept anybody from reading it. */
const third = tarball([file('endless')]).subarray(0, -1024)

/** As eStargz has it, so that one can begin anywhere: a gzip file is a row of members. */
function inMembers(content: Buffer): Layer {
  const members = [content.subarray(0, 1000), content.subarray(1000)].map((part) => gzipSync(part))
  return { content: Buffer.concat(members), suffix: '+gzip' }
}

/** As zstd:chunked has it: a row of frames, and one to be skipped, RFC 8878. */
function inFrames(content: Buffer): Layer {
  const skipped = Buffer.from('502a4d1803000000616263', 'hex')
  const frames = [content.subarray(0, 100), content.subarray(100)].map((part) => zstdCompressSync(part))
  return { content: Buffer.concat([...frames, skipped]), suffix: '+zstd' }
}

/**
 * Layers that umoci 0.4.7 unpacks otherwise than the OCI image specification has it (layer.md).
 *
 * - `again` and `opaque/sub` come before the whiteout that hides what was in them. "Regardless of the ordering in which
 *   the whiteout file was encountered", it "is applied first", and "the existing path's attributes MUST be replaced by
 *   those of the entry": their time is the entry's. umoci removes late, and leaves the time of that.
 * - umoci leaves the time at which it made `implied` to the folder above, whose own entry says another.
 * - umoci refuses the header that is about no file, and knows no zstd.
 */
export const byTheSpec = {
  uncompressed: [lowest, first, second, third],
  layers: [{ content: lowest }, { content: first }, inMembers(second), inFrames(third)],
  /** Each file's type, mode and time. */
  expected: [
    '. directory 0755 1',
    'again directory 0755 5',
    'again/new file 0644 7',
    'endless file 0644 7',
    'implied directory 0755 4',
    'implied/later directory 0755 3',
    'implied/later/file file 0644 7',
    'old file 0644 7',
    'opaque directory 0755 5',
    'opaque/sub directory 0755 6',
    'opaque/sub/new file 0644 7',
    // The specification says nothing of a folder that no entry is about; this is how everybody makes it.
    'undeclared directory 0755',
    'undeclared/file file 0644 7',
  ],
}
