import { closeSync, constants, openSync, readFileSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'
import type { Mount } from '../../machine/process.ts'
import { inNamespacesNamed } from '../namespaces.ts'

/** Parses `/proc/<pid>/mountinfo` (proc_pid_mountinfo(5)). */
function parseMountinfo(text: string): Mount[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [fields = '', filesystem = ''] = line.split(' - ')
      const [, , , , target = '', options = '', ...propagation] = fields.split(' ')
      const [type = '', source = '', data = ''] = filesystem.split(' ')
      return {
        target: decode(target),
        type,
        source: decode(source),
        options: [...propagation, ...options.split(',')],
        data: data.split(','),
      }
    })
}

/** The kernel writes spaces and line ends in a path as octal numbers. */
const decode = (path: string) =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

/** Mounts of a process, or of the caller. */
export const mountsOf = (pid: number | 'self') =>
  parseMountinfo(readFileSync(`/proc/${pid}/mountinfo`, 'utf8'))

/**
 * Where this machine has cgroup v2: `/sys/fs/cgroup`, or `/sys/fs/cgroup/unified` beside version 1.
 *
 * @throws where it is mounted nowhere
 */
export function cgroupMount(): string {
  const mount = mountsOf('self').findLast(({ type }) => type === 'cgroup2')
  if (!mount) throw new Error('No cgroup v2 is mounted on this machine. Run: npm run doctor')
  return mount.target
}

/**
 * All mounts of the mount namespace of a process. Its own `mountinfo` leaves out what lies outside its root, so
 * the calling thread goes there, where its root is that of the namespace, and reads its own: through a folder
 * that was opened before, for /proc may not be there.
 */
export function namespaceMounts(pid: number): Mount[] {
  const own = openSync('/proc/thread-self', 'r')
  try {
    const file = inNamespacesNamed(['mnt'], pid, () => libc('openat', [own, 'mountinfo', constants.O_RDONLY]))
    try {
      return parseMountinfo(readFileSync(file, 'utf8'))
    } finally {
      closeSync(file)
    }
  } finally {
    closeSync(own)
  }
}
