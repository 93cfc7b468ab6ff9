import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../cache-folder.ts'
import { type Descriptor, hashOf } from '../manifest.ts'
import { messages } from '../messages.ts'
import { folderOf, type Reference } from '../reference.ts'

/** What a name stood for when it was last pulled. */
export interface Named {
  /** Of what the registry has under that name: an index, or the manifest itself. */
  digest: string
  /** The image for this machine. */
  manifest: Descriptor
}

/**
 * Where blobs are kept, under their digests: what is in `blobs` is whole and was checked. Nothing is ever changed in
 * there, so any number of pulls may use it at a time.
 */
export class Store {
  readonly path: string

  /** `$XDG_CACHE_HOME/drydock/images`, made if need be; or a store that somebody else filled. */
  constructor(path = process.env.DRYDOCK_STORE ?? join(cacheFolder(), 'images')) {
    this.path = path
    try {
      for (const folder of ['blobs/sha256', 'blobs/sha512', 'partial', 'names'])
        mkdirSync(join(path, folder), { recursive: true })
    } catch (error) {
      throw messages.noStore(path, (error as NodeJS.ErrnoException).code ?? '')
    }
  }

  /** Whether nothing is to be fetched: the lab has no network, and gets a store with what it needs. */
  static get isGiven(): boolean {
    return process.env.DRYDOCK_STORE !== undefined
  }

  blob(digest: string): string {
    return join(this.path, 'blobs', digest.replace(':', '/'))
  }

  /** Where a blob is while it arrives. */
  partial(digest: string): string {
    return join(this.path, 'partial', digest.replace(':', '-'))
  }

  has({ digest, size }: Descriptor): boolean {
    const found = statSync(this.blob(digest), { throwIfNoEntry: false })
    // The lab is shown a blob as a disk, which has whole sectors.
    return found?.size === size || found?.isBlockDevice() === true
  }

  /** Reads a small blob. One that is damaged is removed, so that it is fetched again. */
  read({ digest, size }: Descriptor): Buffer {
    const path = this.blob(digest)
    const file = openSync(path, 'r')
    const bytes = Buffer.alloc(size)
    try {
      readSync(file, bytes)
    } finally {
      closeSync(file)
    }
    if (hashOf(digest).update(bytes).digest('hex') === digest.split(':')[1]) return bytes
    rmSync(path)
    throw messages.damaged(path)
  }

  /** @returns whether a blob was not what its name says */
  async removeIfDamaged({ digest }: Descriptor): Promise<boolean> {
    // What the lab is shown is the person's, and is looked after outside.
    if (Store.isGiven) return false
    const path = this.blob(digest)
    const hash = hashOf(digest)
    try {
      for await (const chunk of createReadStream(path)) hash.update(chunk)
    } catch {
      // The disk cannot even read it.
    }
    if (hash.digest('hex') === digest.split(':')[1]) return false
    rmSync(path, { force: true })
    return true
  }

  /** Puts something small into it that was checked already. */
  put(digest: string, bytes: Buffer): void {
    writeWhole(this.blob(digest), bytes)
  }

  named(reference: Reference): Named | undefined {
    try {
      return JSON.parse(readFileSync(this.#name(reference), 'utf8'))
    } catch {
      // Not there, or damaged: the registry knows.
      return undefined
    }
  }

  /** Remembers what a name stands for. To be called when all of it is there. */
  name(reference: Reference, named: Named): void {
    writeWhole(this.#name(reference), JSON.stringify(named))
  }

  #name(reference: Reference): string {
    return join(this.path, 'names', `${folderOf(reference)}.json`)
  }
}

/** It appears whole or not at all. */
function writeWhole(file: string, content: string | Buffer): void {
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, content)
  renameSync(unfinished, file)
}
