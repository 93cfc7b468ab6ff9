import { randomBytes } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdDecompress, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { zstdFrames } from './zstd-frames.ts'

const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
const skippable = Buffer.concat([Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from('abc')])

/** What there is to decompress, and the frames that say so. */
const contents = [
  Buffer.from('first '),
  Buffer.alloc(300_000, 'x'),
  randomBytes(400_000),
  Buffer.alloc(0),
  Buffer.from('!'),
]
const frames = contents.flatMap((content, n) => [zstdCompressSync(content, n % 2 ? checked : {}), skippable])

async function decompressed(bytes: Buffer, pieces: number) {
  const cut = Array.from({ length: Math.ceil(bytes.length / pieces) }, (_, n) =>
    bytes.subarray(n * pieces, (n + 1) * pieces),
  )
  const out = new PassThrough()
  const [content] = await Promise.all([
    buffer(out),
    pipeline(Readable.from(zstdFrames(Readable.from(cut))), createZstdDecompress(), out),
  ])
  return content
}

test.each([[7], [1000], [65536], [10_000_000]])('many frames, in pieces of %i bytes', async (pieces) => {
  expect((await decompressed(Buffer.concat(frames), pieces)).equals(Buffer.concat(contents))).toBe(true)
})

test.each([[7], [10_000_000]])('broken off, in pieces of %i bytes', async (pieces) => {
  const whole = Buffer.concat(frames)
  await expect(decompressed(whole.subarray(0, whole.length - 25), pieces)).rejects.toThrow()
})

test('no zstd', async () => {
  await expect(decompressed(Buffer.from('this is nothing of the kind'), 100)).rejects.toThrow()
})
