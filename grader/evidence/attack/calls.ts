import { constants } from 'node:os'
import { CLONE_NEWUSER } from '#provided/syscalls/namespaces.ts'
import { TIOCLINUX, TIOCSTI } from '#provided/syscalls/terminal.ts'
import { nonce } from '../command.ts'
import type { Call } from './elf/program.ts'

const { SIGCHLD } = constants.signals
/** Closes a file on execve, as fcntl does. */
const FIOCLEX = 0x5451
const AT_FDCWD = -100
const KEY_SPEC_USER_KEYRING = -4
const UFFD_USER_MODE_ONLY = 1
/** CLONE_VM | CLONE_SIGHAND | CLONE_THREAD */
const THREAD = 0x10900
const S_IFIFO = 0o10000
const S_IFBLK = 0o60000

/** A disk of the machine. */
export type Disk = [major: number, minor: number]

/** System calls, by what they are good for. */
export type Calls = Record<string, Call[]>

/** Those that a container shall not have, where root has them without any capability. */
export const refused: Calls = {
  'keyctl, for the keys of a user: root is the same one in all containers': [
    { name: 'keyctl', args: [0, KEY_SPEC_USER_KEYRING, 1] },
  ],
  'add_key, for the keys of a user: root is the same one in all containers': [
    { name: 'add_key', args: ['user', nonce(), 'x', 1, KEY_SPEC_USER_KEYRING] },
  ],
  'unshare, into a user namespace with all capabilities': [{ name: 'unshare', args: [CLONE_NEWUSER] }],
  'clone, into a user namespace with all capabilities': [
    { name: 'clone', args: [CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0] },
  ],
  'userfaultfd, to hold the kernel up in the middle of something': [
    { name: 'userfaultfd', args: [UFFD_USER_MODE_ONLY] },
  ],
  'io_uring_setup, for calls that no filter sees': [{ name: 'io_uring_setup', args: [1, Buffer.alloc(120)] }],
  ...(process.arch === 'x64' && {
    'keyctl by int 0x80, as 32-bit programs call it': [
      { name: 'keyctl', args: [0, KEY_SPEC_USER_KEYRING, 1], i386: 288 },
    ],
  }),
}

/** Makes a device that is a disk of the machine, and opens it: CAP_MKNOD is among those that Docker leaves. */
export function makesDisk([major, minor]: Disk): Calls {
  const device = (major << 8) | minor
  const [one, other] = [`/dev/${nonce()}`, `/dev/shm/${nonce()}`]
  return {
    'mknodat, for a device that is the machine’s disk': [
      { name: 'mknodat', args: [AT_FDCWD, one, S_IFBLK | 0o600, device] },
      { name: 'openat', args: [AT_FDCWD, one, 0] },
    ],
    ...(process.arch === 'x64' && {
      'mknod, for a device that is the machine’s disk': [
        { name: 'mknod', args: [other, S_IFBLK | 0o600, device] },
        { name: 'openat', args: [AT_FDCWD, other, 0] },
      ],
    }),
  }
}

/**
 * Those by which one types on a terminal. There is none here, and the kernel says so (ENOTTY) where it is asked: it looks at
 * 32 bits of the request.
 */
export const typing: Calls = Object.fromEntries(
  Object.entries({
    'ioctl with TIOCSTI': TIOCSTI,
    'ioctl with TIOCLINUX': TIOCLINUX,
    'ioctl with 1 << 32 | TIOCSTI': 0x1_0000_0000 + TIOCSTI,
  }).map(([name, request]) => [
    `${name}, to type on a terminal`,
    [{ name: 'ioctl', args: [0, request, Buffer.from('x')] }],
  ]),
)

/** Those that every program counts on. */
export const needed: Calls = {
  'ioctl, for anything else': [{ name: 'ioctl', args: [0, FIOCLEX, 0] }],
  'clone, for a thread': [{ name: 'clone', args: [THREAD, 0, 0, 0, 0] }],
  'clone, for a process': [{ name: 'clone', args: [SIGCHLD, 0, 0, 0, 0] }],
  'mknodat, for a FIFO': [{ name: 'mknodat', args: [AT_FDCWD, `/${nonce()}`, S_IFIFO | 0o600, 0] }],
}

/** For a plain process. Its arguments are in memory: the signal of its end is the fifth of eight. */
export const clone3: Call[] = [
  {
    name: 'clone3',
    args: [Buffer.from(BigUint64Array.of(0n, 0n, 0n, 0n, BigInt(SIGCHLD), 0n, 0n, 0n).buffer), 64],
  },
]

const NOBODY = 65534

/** Becomes root, if it may. */
export const becomesRoot: Call[] = [{ name: 'setresuid', args: [0, 0, 0] }]

/** Executes a program as somebody who is not root. */
export const asNobody = (program: string): Call[] => [
  { name: 'setresuid', args: [NOBODY, NOBODY, NOBODY] },
  { name: 'execve', args: [program, 0, 0] },
]
