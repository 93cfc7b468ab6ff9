import { nonce } from '../command.ts'

/** A container as its bundle asks for it, and words by which its command is known. */
export interface Bundle {
  id: string
  /** Its folder, from /workshop. */
  folder: string
  /** Its `config.json`. */
  config: { linux: { namespaces: { type: string; path?: string }[]; seccomp?: object } }
  argv: string[]
  /** The cgroup that it asks for. */
  cgroup: string
  /** What its command prints at once, and what it prints when SIGUSR1 comes. */
  words: { begins: string; signalled: string }
}

/** The step that knows bundles. */
export const step = '10-oci'

/** The namespaces that it asks for, as /proc calls them. */
export const namespaces = ['pid', 'mnt', 'uts', 'ipc', 'net']

/** Where it has /sys a second time, without what is mounted in there. */
export const boundAlone = '/mnt'

/** And a folder of it that is shared. */
export const boundShared = '/media'

/**
 * What lies in the image already is its root, so that nothing has to be copied.
 *
 * @param cgroup - the path of a cgroup that is not there yet
 * @param resources - its limits, as config-linux.md has them
 * @param atTerm - what its command does at SIGTERM
 */
export function bundle(cgroup = `/${nonce()}`, resources: object = {}, atTerm = 'exit 3'): Bundle {
  const id = nonce()
  const words = { begins: nonce(), signalled: nonce() }
  const shell = [
    `trap "echo ${words.signalled}" USR1`,
    `trap "${atTerm}" TERM`,
    `echo ${words.begins}`,
    'while :; do sleep 1000 & wait; done',
  ].join('; ')
  const argv = ['/bin/sh', '-c', shell, nonce()]
  const config = {
    ociVersion: '1.0.2',
    process: { args: argv, cwd: '/', env: ['PATH=/bin'], user: { uid: 0, gid: 0 } },
    root: { path: '/fs/busybox/rootfs' },
    hostname: id,
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'nodev', 'noexec'] },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'shared'] },
      { destination: '/sys', type: 'bind', source: '/sys', options: ['rbind', 'noatime'] },
      { destination: boundAlone, type: 'bind', source: '/sys', options: ['bind'] },
      // Not that one: what is mounted in a shared mount goes with the old root, in which it is as well.
      { destination: boundShared, type: 'bind', source: '/sys/kernel', options: ['bind', 'shared'] },
    ],
    linux: {
      cgroupsPath: cgroup,
      resources,
      // Without no_new_privs a filter takes rights of its own.
      seccomp: { defaultAction: 'SCMP_ACT_ALLOW' },
      // As there are on some machines, and not on others.
      maskedPaths: [`/proc/${nonce()}`],
      readonlyPaths: [`/proc/${nonce()}`],
      namespaces: ['pid', 'mount', 'uts', 'ipc', 'network'].map((type) => ({ type })),
    },
  }
  return { id, folder: id, config, argv, cgroup, words }
}

/** The file that a berth is given for a bundle. */
export const bundleFiles = ({ folder, config }: Bundle) => ({
  [`${folder}/config.json`]: JSON.stringify(config),
})
