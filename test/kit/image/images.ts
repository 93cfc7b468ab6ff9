import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { DebianPackages } from '../debian-packages.ts'
import { crafted } from './crafted.ts'
import { configOf, makeLayout } from './layout.ts'
import { putPlatforms } from './platforms.ts'
import { push } from './push.ts'
import { startRegistry } from './registry.ts'
import { Repository } from './repository.ts'
import { tarball } from './tarball.ts'
import { contents } from './tools.ts'

/** The tags of an image: how its layers are compressed, and whose manifest says so. */
const tags = { gzip: [], zstd: ['--dest-compress-format=zstd'], docker: ['--format=v2s2'] }

/** What the images say of themselves. */
const config = ['--config.cmd=/bin/sh', '--config.env=PATH=/usr/bin:/bin', '--config.workingdir=/root']

/**
 * Makes the images that are pulled in the tests: as layouts in `folder/layouts`, and in a registry whose storage is
 * `folder/registry`.
 */
export async function makeImages({ root, files }: DebianPackages, folder: string): Promise<void> {
  await using registry = await startRegistry(root, folder)
  const makeImage = async (name: string, layers: string[]) => {
    const layout = await makeLayout(root, join(folder, 'layouts', name), layers, config)
    const pushes = Object.entries(tags).map(([tag, options]) =>
      // A repository each: in one, skopeo would take a layer that is there in another compression.
      push(root, layout, `${registry.address}/${name}/${tag}`, ...options),
    )
    await Promise.all([
      ...pushes,
      putPlain(new Repository(registry.address, `${name}/plain`), await configOf(layout), layers),
    ])
  }
  await mkdir(join(folder, 'layouts'))
  await Promise.all([
    makeImage('realistic', await packageLayers(files, folder)),
    makeImage('crafted', await craftedLayers(folder)),
    putPlatforms(registry),
  ])
}

/** The contents of packages, a layer each. */
async function packageLayers(files: Map<string, string>, folder: string): Promise<string[]> {
  const write = async (name: string) => {
    const layer = join(folder, `${name}.tar`)
    await execa('dpkg-deb', ['--fsys-tarfile', files.get(name) ?? ''], { stdout: { file: layer } })
    return layer
  }
  return Promise.all(contents.map(write))
}

function craftedLayers(folder: string): Promise<string[]> {
  const write = async (layer: (typeof crafted)[number], n: number) => {
    const file = join(folder, `crafted-${n}.tar`)
    await writeFile(file, tarball(layer))
    return file
  }
  return Promise.all(crafted.map(write))
}

/** The layers as they are, which skopeo would compress. */
async function putPlain(repository: Repository, config: object, files: string[]): Promise<void> {
  const layers = await Promise.all(files.map(async (file) => ({ content: await readFile(file) })))
  await repository.putImage(config, layers, { tag: 'latest' })
}
