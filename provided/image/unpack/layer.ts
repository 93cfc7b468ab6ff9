import { type Descriptor, hashOf } from '../manifest.ts'
import { messages } from '../messages.ts'
import { entriesOf } from './archive.ts'
import type { Budget } from './budget.ts'
import { ByteReader } from './byte-reader.ts'
import { decompressed } from './decompress.ts'
import { nameInWords } from './entry.ts'
import { entryPath, join, split } from './paths.ts'
import type { Tree } from './tree.ts'
import { readWhiteout } from './whiteout.ts'

export interface Layer extends Descriptor {
  /** The digest that it should have when uncompressed. */
  diffId: string
  /** Open for reading. */
  file: number
}

/**
 * Lays one layer over what is in the tree.
 *
 * @returns its digest when uncompressed
 * @throws Failure saying which entry it was
 * @see https://github.com/opencontainers/image-spec/blob/main/layer.md#applying-changesets
 */
export async function applyLayer(
  layer: Layer,
  tree: Tree,
  { budget, signal, onRead }: { budget: Budget; signal: AbortSignal; onRead: (length: number) => void },
): Promise<string> {
  const hash = hashOf(layer.diffId)
  async function* hashed() {
    for await (const chunk of decompressed(layer.file, layer.size, onRead)) {
      signal.throwIfAborted()
      budget.spend(chunk.length)
      hash.update(chunk)
      yield chunk
    }
  }

  const reader = new ByteReader(hashed())
  let at = ''
  tree.beginLayer(() => budget.count())
  try {
    for await (const entry of entriesOf(reader)) {
      at = entry.path
      budget.count()
      const path = entryPath(entry.path)
      const { parent, name } = split(path)
      const whiteout = readWhiteout(name)
      if (!whiteout) await tree.add(entry, path, reader.pieces(entry.size))
      else if (whiteout.kind === 'opaque') tree.removeLowerIn(parent)
      else if (whiteout.kind === 'removed') tree.removeLower(join(parent, whiteout.name))
    }
    at = ''
    await reader.drain()
  } catch (error) {
    signal.throwIfAborted()
    throw messages.layer(layer.digest, nameInWords(at), (error as Error).message)
  }
  return `${layer.diffId.split(':')[0]}:${hash.digest('hex')}`
}
