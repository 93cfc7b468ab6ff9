import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from './tools.ts'

/** An image in an OCI layout, as umoci takes it: `/tmp/images:crafted`. */
export type Layout = `${string}:${string}`

/**
 * Makes an image of these layers, which umoci compresses with gzip.
 *
 * @param root - where umoci is unpacked
 * @param folder - for the layout
 * @param layers - tar files
 * @param config - as `umoci config` takes it: `--config.cmd=/bin/sh`
 */
export async function makeLayout(
  root: string,
  folder: string,
  layers: string[],
  config: string[] = [],
): Promise<Layout> {
  const image: Layout = `${join(folder, 'layout')}:image`
  const umoci = (...args: string[]) => runTool(root, 'umoci', args)
  await mkdir(folder, { recursive: true })
  await umoci('init', '--layout', join(folder, 'layout'))
  await umoci('new', '--image', image)
  for (const layer of layers) await umoci('raw', 'add-layer', '--image', image, layer)
  await umoci('config', '--image', image, ...config)
  return image
}

/** What an image says of itself. */
export async function configOfLayout(image: Layout): Promise<object> {
  const folder = image.slice(0, image.lastIndexOf(':'))
  const read = async (path: string) => JSON.parse(await readFile(join(folder, path), 'utf8'))
  const blob = ({ digest }: { digest: string }) => read(`blobs/${digest.replace(':', '/')}`)
  const manifest = await blob((await read('index.json')).manifests[0])
  return blob(manifest.config)
}
