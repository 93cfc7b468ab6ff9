import { chainIds } from '#provided/image/chain-id.ts'
import { layerFolder } from '#provided/image/layered.ts'

/**
 * The folders of an image's layers.
 *
 * @param diffIds - as the image's configuration has them: the digests of its layers, the lowest first
 * @returns as overlayfs takes them: the uppermost first
 */
export function layersOf(diffIds: string[]): string[] {
  // TODO 8.2  So far this is the lowest layer alone. All of them are wanted, and the uppermost first, where `diffIds` has the
  //   lowest first.
  //   `layerFolder(id)` is the folder of a layer. For the lowest layer `id` is its diff_id. For all others it is a digest
  //   of their own diff_id and the id of the layer below: what becomes of a layer depends on what it lies on.
  //   `chainIds(diffIds)` is a list of them.
  //   https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid
  return diffIds.slice(0, 1).map(layerFolder)
}
