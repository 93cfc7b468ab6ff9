import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, type Setup } from '../cache.ts'
import { makeDisk } from '../image/disk.ts'
import { copyLibraries } from '../image/libraries.ts'
import type { Apt } from '../packages/apt.ts'
import { codename, type Packages } from '../packages/packages.ts'
import { openRelease } from '../packages/release.ts'
import { LEFT_OUT, makeRoot, unpack } from '../packages/unpack.ts'

/** podman, and what watches over a container for it. Neither crun nor runc: the runtime is what the person writes. */
const PROGRAMS = ['podman', 'conmon']

/** How it is set up, wherever it is installed. */
const SETTINGS = join(import.meta.dirname, 'etc')

/**
 * A disk with podman and the libraries that it needs, made of Debian's packages the first time that somebody asks for
 * it.
 *
 * @returns its file
 */
export async function podmanDisk(setup: Setup, packages: Packages): Promise<string> {
  const facts = [PROGRAMS, await textsIn(SETTINGS), LEFT_OUT, packages.key, await codename()]
  const folder = await cached(setup, 'podman', facts, async (unfinished) => {
    setup.onProgress({ what: 'Downloading podman (14 MB, nothing is installed)' })
    const [disk, tree] = [join(unfinished, 'disk.img'), join(unfinished, 'tree')]
    const apt = await openRelease(join(setup.cache, 'apt'), await codename(), setup.signal)
    await mkdir(tree)
    await makeRoot(tree)
    for (const name of await whatItTakes(apt, packages))
      await unpack(apt.file(await apt.downloadAlone(name)), tree, setup.signal)
    const programs = PROGRAMS.map((name) => join(tree, 'usr/bin', name))
    await copyLibraries(programs, packages.host, tree, setup.signal)
    await cp(SETTINGS, join(tree, 'etc'), { recursive: true })
    await makeDisk(disk, tree, '128M', packages.host, setup.signal)
    for (const path of [tree, join(setup.cache, 'apt')]) await rm(path, { recursive: true, force: true })
  })
  return join(folder, 'disk.img')
}

/** The packages of the programs, and of those libraries that the lab's own programs do not need as well. */
async function whatItTakes(apt: Apt, packages: Packages): Promise<string[]> {
  const names = [...PROGRAMS]
  // It grows while it is gone through.
  for (const name of names) {
    const libraries = (await apt.dependencies(name)).filter((dependency) => dependency.startsWith('lib'))
    names.push(...libraries.filter((library) => !names.includes(library) && !(library in packages.versions)))
  }
  return names
}

async function textsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(files.sort().map((file) => readFile(file, 'utf8')))
}
