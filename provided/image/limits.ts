const MIB = 1024 * 1024

/** More than any image has that means well. */
export const LIMITS = {
  /** Of a manifest or a configuration, bytes; the distribution specification has registries accept as much. */
  document: 4 * MIB,
  /** Of an image; overlayfs can stack no more either. */
  layers: 128,
  /** Indexes that refer to indexes. */
  indexes: 3,
  /** Files, folders and the rest, in all layers together. */
  entries: 2_000_000,
  /** Of all layers together when uncompressed, and of a block for each of those, bytes. */
  unpacked: 32 * 1024 * MIB,
  /** How much of the free space an image may take. */
  share: 0.9,
  /** Of a long name or a set of attributes within an archive, bytes. */
  extension: MIB,
}
