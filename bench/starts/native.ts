import { mkdtempDisposableSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { openCache } from '../../lab/cache.ts'
import { linkApplets } from '../../lab/image/tree.ts'
import { ensurePackages } from '../../lab/packages/packages.ts'
import { makeRoot } from '../../lab/packages/unpack.ts'
import { project } from '../../test/kit/project.ts'
import { fromProject } from './contestants.ts'
import type { Race } from './race.ts'

/**
 * This machine's files once more in a mount namespace that goes away, with an /fs added. $1 is an empty folder, $2 the
 * image busybox.
 */
const apart = `set -e
  mount -t tmpfs bench "$1"
  for path in /*; do
    if [ -L "$path" ]; then cp -P "$path" "$1"
    elif [ -d "$path" ] && [ "$path" != /fs ]; then mkdir "$1$path"; mount --rbind "$path" "$1$path"
    fi
  done
  mkdir "$1/fs"
  cp -a "$2" "$1/fs/busybox"
  root=$1
  shift 2
  exec chroot "$root" "$@"`

/** As in the lab, on this machine itself; to be called as root. */
export async function startsHere(rounds: number): Promise<Record<string, number[]>> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'drydock-bench-'))
  const path = (name: string) => join(folder.path, name)
  const [root, image, cache] = [path('root'), path('image'), path('compile-cache')]
  await mkdir(root)
  await makeBusybox(join(image, 'rootfs'))
  const given: Race = {
    contestants: fromProject(project),
    rounds,
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NODE_COMPILE_CACHE: cache },
    cwd: project,
  }
  const race = [process.execPath, join(project, 'bench/starts/race.ts'), JSON.stringify(given)]
  const unshare = ['--mount', '--propagation', 'private', 'sh', '-c', apart, 'sh', root, image]
  const { stdout } = await execa('unshare', [...unshare, ...race])
  return JSON.parse(stdout)
}

async function makeBusybox(rootfs: string) {
  const { guest } = await ensurePackages({ cache: await openCache(), onProgress: () => {} })
  await makeRoot(rootfs)
  for (const name of ['dev', 'proc', 'sys', 'tmp', 'root', 'etc']) await mkdir(join(rootfs, name))
  await copyFile(join(guest, 'bin/busybox'), join(rootfs, 'bin/busybox'))
  await linkApplets(rootfs)
}
