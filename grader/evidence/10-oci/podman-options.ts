import { randomInt } from 'node:crypto'
import { nonce } from '../command.ts'

// What podman is asked for: a container with all that can be asked for.

const MiB = 1024 * 1024
export const name = nonce()
export const rootfs = ['--rootfs', '/fs/busybox/rootfs']

/** What is asked for. */
export const asked = {
  memory: randomInt(64, 128) * MiB,
  /** µs of every 100 ms */
  quota: randomInt(30, 90) * 1000,
  pids: randomInt(40, 400),
  uid: randomInt(1000, 60_000),
  gid: randomInt(1000, 60_000),
  group: randomInt(1000, 60_000),
  openFiles: randomInt(100, 900),
  variable: nonce(),
  workdir: `/home/${nonce()}`,
  hostname: nonce(),
  capability: 'CAP_NET_RAW',
  volume: { source: '/workshop/volume', target: `/${nonce()}`, file: nonce() },
  readOnly: { source: '/workshop/read-only', target: `/${nonce()}`, file: nonce() },
} as const

/** What its command says: at once on both streams, and when SIGTERM comes, of which it thinks nothing. */
export const words = { out: nonce(), err: nonce(), term: nonce(), written: nonce(), refused: nonce() }

const { volume, readOnly } = asked

const shell = [
  `trap "echo ${words.term}" TERM`,
  `echo ${words.written} >${volume.target}/${words.written}`,
  `echo ${words.written} >${readOnly.target}/${words.written}`,
  `mkdir ${volume.target}/${words.refused}`,
  `echo ${words.out}; echo ${words.err} >&2`,
  'while :; do sleep 1000 & wait; done',
].join('; ')

export const argv = ['/bin/sh', '-c', shell, nonce()]

/** Who installs the filter first has not become that user yet, nor has it limits. */
const before = ['setrlimit', 'prlimit64', 'setuid', 'setgid', 'setresuid', 'setresgid', 'setgroups']

/** A filter that allows everything but to make folders, and what has been done when it is installed. */
export const filter = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [{ names: ['mkdir', 'mkdirat', ...before], action: 'SCMP_ACT_ERRNO', errnoRet: 1 }],
}

export const options = [
  ...['--name', name, '--network', 'none', '--hostname', asked.hostname, '--workdir', asked.workdir],
  ...['--memory', `${asked.memory}b`, '--cpu-period', '100000', '--cpu-quota', String(asked.quota)],
  ...['--pids-limit', String(asked.pids)],
  ...[
    '--volume',
    `${volume.source}:${volume.target}`,
    '--volume',
    `${readOnly.source}:${readOnly.target}:ro`,
  ],
  ...['--user', `${asked.uid}:${asked.gid}`, '--group-add', String(asked.group)],
  ...['--cap-drop', 'all', '--cap-add', asked.capability],
  ...['--security-opt', 'seccomp=/workshop/for-podman/seccomp.json', '--security-opt', 'no-new-privileges'],
  ...['--ulimit', `nofile=${asked.openFiles}:${asked.openFiles}`, '--ulimit', 'nproc=500:500'],
  ...['--env', `WORD=${asked.variable}`, '--read-only'],
]
