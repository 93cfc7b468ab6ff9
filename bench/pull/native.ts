import { mkdtempDisposableSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import type { OnProgress } from '../../lab/progress.ts'
import { debianPackages } from '../../test/kit/debian-packages.ts'
import { startRegistry } from '../../test/kit/image/registry.ts'
import { imagePackages } from '../../test/kit/image/tools.ts'
import { project } from '../../test/kit/project.ts'
import { contestants, podmanRoot, work } from './contestants.ts'
import { type BenchImage, pushImage } from './image.ts'
import type { Race, Result } from './race.ts'

/**
 * A mount namespace that goes away, where $1 is the folder to work in and $2, podman's packages, a root for it: in place
 * of what they would be installed to there is a directory in memory.
 */
const apart = `set -e
  mount -t tmpfs bench /run
  mkdir ${work} ${podmanRoot}
  mount --bind "$1" ${work}
  mount -t tmpfs podman ${podmanRoot}
  cd ${podmanRoot}
  for path in "$2"/*; do
    name=\${path##*/}
    if [ -L "$path" ]; then cp -P "$path" .
    elif [ "$name" != run ] && [ "$name" != var ]; then mkdir "$name"; mount --bind "$path" "$name"
    fi
  done
  mkdir -p proc dev sys tmp var/tmp run ${podmanRoot}${work}
  for name in proc dev sys; do mount --rbind /$name $name; done
  mount --rbind ${work} ${podmanRoot}${work}
  shift 2
  exec "$@"`

export interface Pulls {
  image: BenchImage
  results: Record<string, Result>
}

/** Pulls the same image by each contestant, on this machine's loopback; to be called as root. */
export async function pullsHere(rounds: number, onProgress: OnProgress): Promise<Pulls> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'drydock-bench-'))
  const path = (name: string) => join(folder.path, name)
  for (const name of ['made', 'work']) await mkdir(path(name))
  const tools = await imagePackages(onProgress)
  const podman = await debianPackages(['podman', 'crun'], onProgress)

  onProgress({ what: 'Making an image to pull' })
  await using registry = await startRegistry(tools.root, folder.path, path('registry'))
  const address = registry.address.replace('localhost', '127.0.0.1')
  const image = await pushImage(tools, [tools, podman], `${address}/bench`, path('made'))

  onProgress({ what: `Pulling ${rounds + 1} times by each` })
  const given: Race = {
    contestants: contestants(image.name, project, tools.root),
    rounds,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: work,
      TMPDIR: join(work, 'tmp'),
      NODE_COMPILE_CACHE: '/run/bench-compile-cache',
    },
  }
  const race = [process.execPath, join(project, 'bench/pull/race.ts'), JSON.stringify(given)]
  const unshare = ['--mount', '--propagation', 'private', 'sh', '-c', apart, 'sh', path('work'), podman.root]
  const { stdout } = await execa('unshare', [...unshare, ...race])
  return { image, results: JSON.parse(stdout) }
}
