import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { chainIds } from '#provided/image/chain-id.ts'
import { diffIdsIn, layerFolder } from '#provided/image/layered.ts'
import { IMAGES } from '#provided/image/unpacked.ts'
import type { BerthRequest } from '../../machine/machine.ts'
import { addFiles, copies } from './images.ts'

/** Where a berth has what is in this folder of the machine's images. */
const inBerth = (berth: string, folder: string) => join(copies, berth, relative(IMAGES, folder))

/** The layers of an image that lies in a berth, lowest first. */
const layersIn = (berth: string, image: string) =>
  chainIds(diffIdsIn(join(copies, berth, image))).map((id) => inBerth(berth, layerFolder(id)))

/** Adds images to a berth, whose lower layers are those of busybox. */
export function addImages(berth: string, images: BerthRequest['images']): void {
  const below = diffIdsIn(join(copies, berth, 'busybox'))
  for (const [name, layers] of Object.entries(images)) {
    const diffIds = [...below, ...layers.map(({ diffId }) => diffId)]
    const folder = join(copies, berth, name)
    mkdirSync(folder)
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({ rootfs: { type: 'layers', diff_ids: diffIds } }),
    )
    const folders = layersIn(berth, name).slice(below.length)
    for (const [n, { files }] of layers.entries()) addFiles(folders[n] ?? '', files)
  }
}
