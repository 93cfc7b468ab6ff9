const PREFIX = '.wh.'
const OPAQUE = '.wh..wh..opq'

/** What a name in a layer says of the layers below. */
export type Whiteout =
  /** The folder that it is in starts empty. */
  | { kind: 'opaque' }
  /** Something is no longer there. */
  | { kind: 'removed'; name: string }
  /** Notes of aufs to itself, from Docker's first years. */
  | { kind: 'ignored' }

/**
 * @param name - the last part of an entry's path
 * @returns undefined if it is an ordinary name
 * @throws Error if it would remove the folder itself, or one further up
 * @see https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 */
export function readWhiteout(name: string): Whiteout | undefined {
  if (!name.startsWith(PREFIX)) return undefined
  if (name === OPAQUE) return { kind: 'opaque' }
  const removed = name.slice(PREFIX.length)
  if (removed.startsWith(PREFIX)) return { kind: 'ignored' }
  if (['', '.', '..'].includes(removed)) throw new Error('it is a whiteout of what cannot be removed')
  return { kind: 'removed', name: removed }
}
