import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { DebianPackages } from '../debian-packages.ts'
import { broken, putBroken } from './broken.ts'
import { byTheSpec } from './by-the-spec.ts'
import { crafted } from './crafted.ts'
import { configOfLayout, makeLayout } from './layout.ts'
import { putVersions } from './moving.ts'
import { putPlatforms } from './platforms.ts'
import { push } from './push.ts'
import { reaching } from './reaching.ts'
import { startRegistry } from './registry.ts'
import { configOf, Repository } from './repository.ts'
import { tarball } from './tarball.ts'
import { contents } from './tools.ts'

/** How the layers of an image may be compressed, and whose manifest says so: a repository each. */
const pushed = { gzip: [], zstd: ['--dest-compress-format=zstd'], docker: ['--format=v2s2'] }

/** Those, and the layers as they are, which skopeo would compress. */
export const variants = [...Object.keys(pushed), 'plain']

/** What the images say of themselves. */
const config = ['--config.cmd=/bin/sh', '--config.env=PATH=/usr/bin:/bin', '--config.workingdir=/root']

/**
 * Makes the images that are pulled in the tests: as layouts in `folder/layouts`, and in a registry whose storage is
 * `folder/registry`.
 */
export async function makeImages({ root, files }: DebianPackages, folder: string): Promise<void> {
  const storage = join(folder, 'registry')
  await using registry = await startRegistry(root, folder, storage)
  const { address } = registry
  const repository = (name: string) => new Repository(address, name)

  const makeImage = async (name: string, layers: string[]) => {
    const layout = await makeLayout(root, join(folder, 'layouts', name), layers, config)
    for (const [variant, options] of Object.entries(pushed))
      await push(root, layout, `${address}/${name}/${variant}`, ...options)
    const contents = await Promise.all(layers.map((file) => readFile(file)))
    await putPlain(repository(`${name}/plain`), contents, await configOfLayout(layout))
  }
  await mkdir(join(folder, 'layouts'))
  await Promise.all([
    makeImage('realistic', await packageLayers(files, folder)),
    makeImage('crafted', await craftedLayers(folder)),
    putPlatforms(registry),
    putVersions(repository('moving')),
    repository('by-the-spec').putImage(configOf(...byTheSpec.uncompressed), byTheSpec.layers, {
      tag: 'latest',
    }),
    ...Object.entries(reaching).map(([name, layers]) =>
      putPlain(repository(`reaching/${name}`), layers.map(tarball)),
    ),
    ...Object.entries(broken).map(([name, image]) => putBroken(repository(`broken/${name}`), image, storage)),
  ])
}

/** The contents of packages, a layer each. */
function packageLayers(files: Map<string, string>, folder: string): Promise<string[]> {
  const write = async (name: string) => {
    const layer = join(folder, `${name}.tar`)
    await execa('dpkg-deb', ['--fsys-tarfile', files.get(name) ?? ''], { stdout: { file: layer } })
    return layer
  }
  return Promise.all(contents.map(write))
}

function craftedLayers(folder: string): Promise<string[]> {
  const write = async (layer: Buffer, n: number) => {
    const file = join(folder, `crafted-${n}.tar`)
    await writeFile(file, layer)
    return file
  }
  return Promise.all(crafted.map(tarball).map(write))
}

async function putPlain(repository: Repository, layers: Buffer[], config: object = configOf(...layers)) {
  await repository.putImage(
    config,
    layers.map((content) => ({ content })),
    { tag: 'latest' },
  )
}
