import { createReadStream, readSync } from 'node:fs'
import { pipeline, Readable, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { zstdFrames } from './zstd-frames.ts'

/** Read and written at a time, bytes. */
const CHUNK = 1024 * 1024

/**
 * What a blob holds when uncompressed. How it is compressed its first bytes say: media types have been wrong.
 *
 * @param file - open for reading; closed at the end
 * @param size - of the blob, bytes. The file may be longer: a disk is whole sectors
 * @param onRead - told how many bytes of the blob were read in all
 */
export function decompressed(
  file: number,
  size: number,
  onRead: (length: number) => void,
): AsyncIterable<Buffer> {
  const magic = Buffer.alloc(4)
  readSync(file, magic, 0, Math.min(4, size), 0)
  if (size === 0) return Readable.from([])
  const source = createReadStream('', { fd: file, start: 0, end: size - 1, highWaterMark: CHUNK / 4 })
  source.on('data', () => onRead(source.bytesRead)).pause()
  if (magic.readUInt16BE() === 0x1f8b) return through(source, createGunzip({ chunkSize: CHUNK }))
  if (magic.readUInt32LE() === 0xfd2fb528 || (magic.readUInt32LE() & 0xfffffff0) === 0x184d2a50)
    return through(Readable.from(zstdFrames(source)), createZstdDecompress({ chunkSize: CHUNK }))
  return source
}

function through(source: Readable, transform: Transform): AsyncIterable<Buffer> {
  // What goes wrong in one of them ends them all, and is thrown to whoever reads the last.
  pipeline(source, transform, () => {})
  return transform
}
