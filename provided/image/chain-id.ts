import { hash } from 'node:crypto'

/**
 * Names for layers where they are unpacked: of each one together with all that are below it.
 *
 * A layer by itself does not say what becomes of it. The file `bin/app` in it is /usr/bin/app where a layer below has /bin
 * as a symlink, and /bin/app elsewhere. So a layer on two different ones is two folders, and only one on the same ones is
 * the same folder.
 *
 * @param diffIds - the digests of an image's layers when uncompressed, lowest first
 * @returns as many, in the same order; the lowest one's is its diff_id
 * @see https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid
 */
export function chainIds(diffIds: string[]): string[] {
  const ids: string[] = []
  for (const diffId of diffIds) {
    const below = ids.at(-1)
    ids.push(below === undefined ? diffId : `sha256:${hash('sha256', `${below} ${diffId}`)}`)
  }
  return ids
}
