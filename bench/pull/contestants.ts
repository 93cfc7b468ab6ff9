import { join } from 'node:path'
import { program } from '../../lab/packages/program.ts'
import { programs } from '../../test/kit/image/tools.ts'

/** Where each contestant may write, empty each time. */
export const work = '/run/drydock-bench'

/** The root that podman runs in, since it starts itself by its own path; `work` is there too. */
export const podmanRoot = '/run/drydock-podman'

export const ours = 'container.ts pull'

export const oursInLayers = 'container.ts pull, in layers'

/** What is run, one command after the other, with what is added to the environment. */
export interface Contestant {
  commands: string[][]
  env?: Record<string, string>
}

/**
 * All that end with the image's files unpacked from an empty store: `podman` keeps a folder a layer with the driver
 * overlay, as step 08 does, and a whole tree for each with vfs.
 *
 * @param image - `127.0.0.1:41273/bench`
 * @param tools - where skopeo and umoci are unpacked
 */
export function contestants(image: string, project: string, tools: string): Record<string, Contestant> {
  const [skopeo, umoci] = [program(tools, programs.skopeo), program(tools, programs.umoci)]
  const layout = join(work, 'layout:image')
  const from = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false', `docker://${image}`]
  const own = (step: string): Contestant => ({
    commands: [['node', join(project, 'solutions', step, 'container.ts'), 'pull', image]],
    env: { DRYDOCK_FS: join(work, 'fs'), XDG_CACHE_HOME: join(work, 'cache') },
  })
  const podman = (driver: string): Contestant => ({
    commands: [
      [
        ...['chroot', podmanRoot, 'podman', '--cgroup-manager=cgroupfs', `--storage-driver=${driver}`],
        ...['--root', join(work, 'root'), '--runroot', join(work, 'run')],
        ...['pull', '--quiet', '--tls-verify=false', image],
      ],
    ],
  })
  return {
    [ours]: own('04-chroot'),
    [oursInLayers]: own('08-layers'),
    'skopeo copy + umoci unpack': {
      commands: [
        [...skopeo, ...from, `oci:${layout}`],
        [...umoci, 'unpack', '--image', layout, join(work, 'bundle')],
      ],
      env: { XDG_DATA_HOME: join(work, 'data'), _CONTAINERS_ROOTLESS_UID: '1000' },
    },
    'podman pull, vfs': podman('vfs'),
    'podman pull, overlay': podman('overlay'),
  }
}
