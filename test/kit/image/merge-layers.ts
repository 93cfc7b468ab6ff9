/**
 * `merge-layers.ts FOLDER IMAGE…`: mounts what the layers of each image show together, in the order of step 08, and says
 * where: a line for each.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { layeredImage } from '#provided/image/layered.ts'
import { withShortPaths } from '#provided/short-paths.ts'
import { MS_RDONLY, mount } from '#provided/syscalls/mount.ts'
import { layersOf } from '#steps/08-layers/layers.ts'

const [folder = '', ...images] = process.argv.slice(2)
for (const image of images) {
  const merged = join(folder, image)
  mkdirSync(merged, { recursive: true })
  // Without a writable folder on top: `/` would be that one's.
  withShortPaths(layersOf(layeredImage(image, ['true']).diffIds), (layers) =>
    mount('overlay', merged, 'overlay', MS_RDONLY, `lowerdir=${layers.join(':')}`),
  )
  process.stdout.write(`${merged}\n`)
}
