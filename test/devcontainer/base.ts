import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { cached, openCache, type Setup } from '../../lab/cache.ts'
import { run } from '../../lab/child.ts'
import { makeDisk } from '../../lab/image/disk.ts'
import { NODE } from '../../lab/image/project.ts'
import { codename, ensurePackages, type Packages } from '../../lab/packages/packages.ts'
import type { OnProgress } from '../../lab/progress.ts'
import { debianPackages } from '../kit/debian-packages.ts'
import { inProject } from '../kit/project.ts'

/**
 * A disk with `root`, the files that stand in for the official image that the Dockerfile begins with: Debian, Node and
 * npm. The lab has no network, so they have by then whatever the Dockerfile and `npm ci` would download. Takes root.
 *
 * @returns its file, with room for what is built on it
 */
export async function standIn(onProgress: OnProgress): Promise<string> {
  const setup: Setup = { cache: join(await openCache(), '../tools'), onProgress }
  const lab = await ensurePackages({ cache: await openCache(), onProgress })
  const names = await readFile(inProject('devcontainer/packages'), 'utf8')
  const lock = await readFile(inProject('package-lock.json'), 'utf8')
  const folder = await cached(setup, 'base', [names, lock, lab.key], async (unfinished) => {
    const tree = join(unfinished, 'tree')
    const root = join(tree, 'root')
    onProgress({ what: 'Installing Debian, with the packages of the Dockerfile, into a folder' })
    await installDebian(root, names.trim().split('\n'), onProgress)
    onProgress({ what: 'Adding Node, and what npm ci and the lab will ask for' })
    await addNode(root)
    await addModules(root)
    await addLab(root, lab)
    onProgress({ what: 'Making a disk of it' })
    await makeDisk(join(unfinished, 'base.img'), tree, '12G', lab.host)
    await rm(tree, { recursive: true })
  })
  return join(folder, 'base.img')
}

/** As `apt-get install` in the Dockerfile does, on what debootstrap makes of the mirror that this machine uses. */
async function installDebian(root: string, names: string[], onProgress: OnProgress) {
  const { root: tools } = await debianPackages(['debootstrap'], onProgress)
  const release = await codename()
  const format = ['--format', '$(REPO_URI)', `Codename: ${release}`, 'Component: main']
  const [mirror = ''] = (await run(['apt-get', 'indextargets', ...format])).split('\n')
  const env = {
    ...process.env,
    DEBOOTSTRAP_DIR: join(tools, 'usr/share/debootstrap'),
    DEBIAN_FRONTEND: 'noninteractive',
    LC_ALL: 'C',
  }
  const debootstrap = join(tools, 'usr/sbin/debootstrap')
  const options = ['--propagation', 'private', '--mount', '--pid', '--fork', '--kill-child']
  const script = ['sh', '-ec', install, root, debootstrap, release, mirror, ...names]
  await run(['unshare', ...options, ...script], { env })
}

/** Nothing that is installed is to start a daemon: invoke-rc.d(8) asks policy-rc.d, as in the official image. */
const install = `
  sh "$1" --variant=minbase "$2" "$0" "$3"
  shift 3
  printf '#!/bin/sh\\nexit 101\\n' >"$0/usr/sbin/policy-rc.d"
  chmod +x "$0/usr/sbin/policy-rc.d"
  mount -t proc proc "$0/proc"
  chroot "$0" apt-get update
  chroot "$0" apt-get install --yes --no-install-recommends "$@"
  chroot "$0" apt-get clean
`

async function addNode(root: string) {
  const local = join(root, 'usr/local')
  await mkdir(join(local, 'lib/node_modules'), { recursive: true })
  await cp(NODE, join(local, 'bin/node'))
  // `npm root --global` would answer for the Node that runs this, and the kit's own has no npm beside it.
  const npm = (await run(['sh', '-c', 'realpath "$(command -v npm)"'])).trim()
  await cp(join(npm, '../..'), join(local, 'lib/node_modules/npm'), { recursive: true })
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'))
}

/** npm's cache, and the settings that have it look nowhere else. */
async function addModules(root: string) {
  const folder = join(root, 'tmp/modules')
  await mkdir(folder)
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    await cp(inProject(name), join(folder, name))
  await run(['npm', 'ci', '--cache', join(root, 'root/.npm')], { cwd: folder })
  await rm(folder, { recursive: true })
  const registry = (await run(['npm', 'config', 'get', 'registry'])).trim()
  const settings = join(root, 'usr/local/etc/npmrc')
  await mkdir(dirname(settings), { recursive: true })
  await writeFile(settings, `offline=true\nregistry=${registry}\n`)
}

async function addLab(root: string, { host }: Packages) {
  const packages = dirname(host)
  const folder = join(root, 'root/.cache/drydock/lab', basename(packages))
  await cp(packages, folder, { recursive: true, verbatimSymlinks: true })
}
