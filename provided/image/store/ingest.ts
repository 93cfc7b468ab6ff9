import type { Hash } from 'node:crypto'
import { createReadStream, ftruncateSync, renameSync, rmSync, writeSync } from 'node:fs'
import { type Descriptor, hashOf } from '../manifest.ts'
import { messages } from '../messages.ts'
import { Interrupted } from '../registry/persistence.ts'
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
  /** Has another try, maybe elsewhere, where one fails. */
  persist: (attempt: () => Promise<void>, progress: () => number) => Promise<void>
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
    await fill(partial.fd, path, blob, ingestion)
    renameSync(path, store.blob(blob.digest))
  }
  ingestion.onBytes(blob.size)
}

async function fill(fd: number, path: string, { digest, size }: Descriptor, given: Ingestion): Promise<void> {
  const { what, fetch, persist, onBytes, signal } = given
  let { hash, length } = await resume(path, digest)
  const restart = () => {
    ftruncateSync(fd)
    hash = hashOf(digest)
    length = 0
  }
  if (length > size) restart()

  const fetchRest = async () => {
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

  const attempt = async (): Promise<void> => {
    const kept = length
    if (length < size) await fetchRest()
    const found = `${digest.split(':')[0]}:${hash.digest('hex')}`
    if (found === digest) return
    restart()
    // What was there before may be spoilt; what came anew has no such excuse.
    if (kept > 0) return attempt()
    throw messages.wrongDigest(what, digest, found)
  }
  await persist(attempt, () => length)
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
