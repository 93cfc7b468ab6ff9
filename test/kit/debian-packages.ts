import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, openCache, type Setup } from '../../lab/cache.ts'
import { openApt } from '../../lab/packages/apt.ts'
import { codename } from '../../lab/packages/packages.ts'
import { distributionSources } from '../../lab/packages/sources.ts'
import { makeRoot, unpack } from '../../lab/packages/unpack.ts'
import type { OnProgress } from '../../lab/progress.ts'

/** Packages of this Debian with all that they need, in the cache and installed nowhere. */
export interface DebianPackages {
  /** They are unpacked here, as one system; `program(root, 'usr/bin/umoci')` starts one of its programs. */
  root: string
  /** The package files themselves, by the names of the packages. */
  files: Map<string, string>
}

/** Downloads and unpacks packages by an apt of its own, unless that was done before. */
export async function debianPackages(names: string[], onProgress: OnProgress): Promise<DebianPackages> {
  // A cache beside the lab's, so that no part of the lab has to make room for it.
  const setup: Setup = { cache: join(await openCache(), '../tools'), onProgress }
  await mkdir(setup.cache, { recursive: true })
  const release = await codename()
  const folder = await cached(setup, 'packages', [names, release], async (unfinished) => {
    onProgress({ what: `Downloading ${names.join(', ')} (nothing is installed)` })
    const path = (name: string) => join(unfinished, name)
    const [downloads, root, files] = [path('apt'), path('root'), path('files')]
    const apt = await openApt(downloads, await distributionSources(release))
    await apt.download(names, (percent) => onProgress({ what: 'Downloading', percent }))
    await makeRoot(root)
    await mkdir(files)
    for (const each of await apt.resolve(names)) {
      await unpack(apt.file(each), root)
      await rename(apt.file(each), join(files, `${each.name}.deb`))
    }
    await rm(downloads, { recursive: true })
  })
  const files = await readdir(join(folder, 'files'))
  return {
    root: join(folder, 'root'),
    files: new Map(files.map((file) => [file.slice(0, -'.deb'.length), join(folder, 'files', file)])),
  }
}
