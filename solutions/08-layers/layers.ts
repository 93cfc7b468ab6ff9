import { chainIds } from '#provided/image/chain-id.ts'
import { layerFolder } from '#provided/image/layered.ts'

/**
 * The folders of an image's layers.
 *
 * @param diffIds - as the image's configuration has them: the digests of its layers, the lowest first
 * @returns as overlayfs takes them: the uppermost first
 */
export function layersOf(diffIds: string[]): string[] {
  // 8.2  A folder is named after its layer and all that are below it: the same layer on others is another folder.
  return chainIds(diffIds).map(layerFolder).reverse()
}
