import type { Hash } from 'node:crypto'
import { createReadStream, ftruncateSync, renameSync, rmSync, writeSync } from 'node:fs'
import { type Descriptor, hashOf } from '../manifest.ts'
import { messages } from '../messages.ts'
import { Interrupted, persist } from '../registry/persistence.ts'
import { lock } from './lock.ts'
import type { Store } from './store.ts'

/** What comes, and from which byte on it really is: not everybody can begin in the middle. */
export interface Delivery {
  from: number
  bytes: AsyncIterable<Uint8Array>
  /** How long all of it is, where that is known. */
  total?: number
}

export interface Ingestion {
  /** What it is, for a person. */
  what: string
  /** Asks for the blob, from this byte on. Throws Interrupted where another try may help. */
  fetch: (from: number) => Promise<Delivery>
  /** How many bytes of it are there by now. */
  onBytes: (length: number) => void
  onWait: () => void
  signal: AbortSignal
}

/**
 * Puts a blob into the store, once it is whole and is what its digest says. What has come is kept when it breaks off, or
 * we are killed: the next one goes on from there. Of several who want the same blob one fetches it.
 */
export async function ingest(store: Store, blob: Descriptor, ingestion: Ingestion): Promise<void> {
  if (store.has(blob)) return ingestion.onBytes(blob.size)
  const path = store.partial(blob.digest)
  using partial = await lock(path, 'a+', ingestion.onWait, ingestion.signal)
  if (store.has(blob)) {
    // Somebody else had it first, and ours is empty.
    rmSync(path)
  } else {
    // What an earlier pull left may be spoilt; what came anew has no such excuse.
    const isWhole =
      (await fill(partial.fd, path, blob, ingestion)) || (await fill(partial.fd, path, blob, ingestion))
    if (!isWhole) throw new Error('The second time there is nothing old in it')
    renameSync(path, store.blob(blob.digest))
  }
  ingestion.onBytes(blob.size)
}

/** @returns false if it is another blob now, and what was there before may be to blame */
async function fill(
  fd: number,
  path: string,
  { digest, size }: Descriptor,
  given: Ingestion,
): Promise<boolean> {
  const { what, fetch, onBytes, signal } = given
  let { hash, length } = await resume(path, digest)
  const resumed = length
  const restart = () => {
    ftruncateSync(fd)
    hash = hashOf(digest)
    length = 0
  }
  if (length > size) restart()

  const attempt = async () => {
    if (length === size) return
    const { from, bytes, total = size } = await fetch(length)
    if (total < size) {
      restart()
      throw messages.tooShort(what, size)
    }
    if (from !== length) restart()
    for await (const chunk of bytes) {
      signal.throwIfAborted()
      if (length + chunk.length > size) {
        restart()
        throw messages.wrongSize(what, size)
      }
      write(fd, chunk)
      hash.update(chunk)
      length += chunk.length
      onBytes(length)
    }
    if (length < size) throw new Interrupted(what, 'it ended too early')
  }
  await persist(attempt, { signal, progress: () => length })

  const found = `${digest.split(':')[0]}:${hash.digest('hex')}`
  if (found === digest) return true
  restart()
  if (resumed > 0) return false
  throw messages.wrongDigest(what, digest, found)
}

async function resume(path: string, digest: string): Promise<{ hash: Hash; length: number }> {
  const hash = hashOf(digest)
  let length = 0
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk)
    length += chunk.length
  }
  return { hash, length }
}

function write(fd: number, chunk: Uint8Array): void {
  for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done)
}
