import { join } from 'node:path'
import type { Contestants } from './race.ts'

export const rootfs = '/fs/busybox/rootfs'

/** The bundles of runc and crun: what they start is in a file there. */
export const bundle = '/run/bundle'

export const [two, ours, nothing] = ['two bare boots of Node', 'step 04', 'busybox true, without a container']

/** Step 04's reference, and its floors. */
export const fromProject = (project: string): Contestants => {
  const boot = ['node', join(project, 'bench/starts/boot.mjs')]
  const container = join(project, 'solutions/04-chroot/container.ts')
  return {
    [nothing]: [[join(rootfs, 'bin/busybox'), 'true']],
    [two]: [boot, boot],
    [ours]: [['node', container, 'run', 'busybox', 'true']],
  }
}

/** Everybody else: the same namespaces, PID 1 and /proc on the same rootfs. */
export const others: Contestants = {
  'unshare + chroot': [
    [
      'unshare',
      '--mount',
      '--uts',
      '--pid',
      '--fork',
      `--mount-proc=${rootfs}/proc`,
      'chroot',
      rootfs,
      'true',
    ],
  ],
  bwrap: [
    [
      ...['bwrap', '--unshare-pid', '--as-pid-1', '--unshare-uts', '--hostname', 'container'],
      ...['--bind', rootfs, '/', '--proc', '/proc', '--dev', '/dev', 'true'],
    ],
  ],
  crun: [['crun', 'run', '--bundle', bundle, 'bench']],
  runc: [['runc', 'run', '--bundle', bundle, 'bench']],
}

/** `config.json` of the bundle (OCI runtime specification), with no more in it than step 04 has. */
export const config = {
  ociVersion: '1.0.2',
  process: { args: ['true'], cwd: '/', user: { uid: 0, gid: 0 }, env: ['PATH=/bin'] },
  root: { path: rootfs },
  hostname: 'container',
  mounts: [{ destination: '/proc', type: 'proc', source: 'proc' }],
  linux: { namespaces: [{ type: 'pid' }, { type: 'uts' }, { type: 'mount' }] },
}
