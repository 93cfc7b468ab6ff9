import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, openCache, type Setup } from '../../lab/cache.ts'
import { makeDisk } from '../../lab/image/disk.ts'
import { openApt } from '../../lab/packages/apt.ts'
import { ensurePackages } from '../../lab/packages/index.ts'
import { distributionSources } from '../../lab/packages/sources.ts'
import { makeRoot, unpack } from '../../lab/packages/unpack.ts'
import type { OnProgress } from '../../lab/progress.ts'

const names = ['runc', 'crun', 'bubblewrap']

/**
 * A disk with the container runtimes of this Debian and their libraries. Downloaded once, by an apt of its own, and
 * installed nowhere.
 *
 * @returns the disk's file, in the cache
 */
export async function runtimesDisk(onProgress: OnProgress): Promise<string> {
  const lab = await openCache()
  const { host } = await ensurePackages({ cache: lab, onProgress })
  // A cache beside the lab's, so that no part of the lab has to make room for it.
  const setup: Setup = { cache: join(lab, '../bench'), onProgress }
  await mkdir(setup.cache, { recursive: true })
  const codename = await codenameOfThis()
  const folder = await cached(setup, 'image', [names, codename], async (unfinished) => {
    onProgress({ what: `Downloading ${names.join(', ')} (nothing is installed)` })
    const [downloads, tree] = [join(unfinished, 'apt'), join(unfinished, 'tree')]
    const apt = await openApt(downloads, await distributionSources(codename))
    await apt.download(names, (percent) => onProgress({ what: 'Downloading', percent }))
    await makeRoot(tree)
    for (const each of await apt.resolve(names)) await unpack(apt.file(each), tree)
    await makeDisk(join(unfinished, 'disk.img'), tree, '256M', host)
    for (const work of [downloads, tree]) await rm(work, { recursive: true })
  })
  return join(folder, 'disk.img')
}

async function codenameOfThis() {
  return /^VERSION_CODENAME="?(.*?)"?$/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? ''
}
