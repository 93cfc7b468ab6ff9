/**
 * Cuts a stream of zstd frames where one ends and the next begins, for Node's decompressor goes on to a further frame
 * only if it comes in a write of its own: else it ends after the first, without an error. Tools write several frames to
 * make layers seekable.
 *
 * @see RFC 8878, section 3.1
 */
export async function* zstdFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  let frame: Frame = { state: 'header', hasChecksum: false }
  /** How much of what comes is passed on unread. */
  let passing = 0
  for await (const chunk of source) {
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
    let start = 0
    let at = 0
    for (;;) {
      const passed = Math.min(passing, held.length - at)
      at += passed
      passing -= passed
      if (passing > 0) break
      if (frame.state === 'end') {
        yield held.subarray(start, at)
        start = at
        frame = { state: 'header', hasChecksum: false }
      }
      const next = step(frame, held.subarray(at))
      if (!next) break
      ;({ frame, length: passing } = next)
    }
    if (at > start) yield held.subarray(start, at)
    held = held.subarray(at)
  }
  // Broken off or no zstd at all: the decompressor says so.
  if (held.length > 0) yield held
}

interface Frame {
  state: 'header' | 'block' | 'end'
  hasChecksum: boolean
}

const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
const RLE = 1

/** @returns what comes after the next part of a frame, and the length of that part; undefined if too little is there */
function step(frame: Frame, bytes: Buffer): { frame: Frame; length: number } | undefined {
  if (frame.state === 'header') return header(bytes)
  if (bytes.length < 3) return undefined
  const block = bytes.readUIntLE(0, 3)
  const [isLast, kind, size] = [block & 1, (block >> 1) & 3, block >> 3]
  const length = 3 + (kind === RLE ? 1 : size)
  if (!isLast) return { frame, length }
  return { frame: { ...frame, state: 'end' }, length: length + (frame.hasChecksum ? 4 : 0) }
}

function header(bytes: Buffer): { frame: Frame; length: number } | undefined {
  if (bytes.length < 8) return undefined
  const magic = bytes.readUInt32LE()
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE)
    return { frame: { state: 'end', hasChecksum: false }, length: 8 + bytes.readUInt32LE(4) }
  // Something else: the decompressor is to see all of it, and to say what it thinks of it.
  if (magic !== MAGIC)
    return { frame: { state: 'end', hasChecksum: false }, length: Number.POSITIVE_INFINITY }
  const descriptor = bytes[4] ?? 0
  const isSingle = (descriptor >> 5) & 1
  const window = isSingle ? 0 : 1
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0
  const content = [isSingle, 2, 4, 8][descriptor >> 6] ?? 0
  const length = 5 + window + dictionary + content
  return { frame: { state: 'block', hasChecksum: ((descriptor >> 2) & 1) === 1 }, length }
}
