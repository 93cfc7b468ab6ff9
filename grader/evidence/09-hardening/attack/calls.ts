import { constants } from 'node:os'
import { deviceNumber, S_IFBLK, S_IFCHR, S_IFIFO } from '#provided/syscalls/device.ts'
import { CLONE_NEWNS, CLONE_NEWUSER, NEW_NAMESPACES } from '#provided/syscalls/namespaces.ts'
import { TIOCLINUX, TIOCSTI } from '#provided/syscalls/terminal.ts'
import { nonce } from '../../command.ts'
import type { Call } from './elf/program.ts'

const { SIGCHLD } = constants.signals
const { EBADF, EFAULT, EINVAL, ENOTTY } = constants.errno
/** Closes a file on execve, as fcntl does. */
const FIOCLEX = 0x5451
/** Says how much there is to read. It has all the bits of TIOCSTI. */
const FIONREAD = 0x541b
const AT_FDCWD = -100
/** No address, and no flag of any of these calls. */
const nowhere = 1
const unknown = 1 << 30
const KEY_SPEC_USER_KEYRING = -4
const UFFD_USER_MODE_ONLY = 1
const CLOCK_MONOTONIC = 1
/** CLONE_VM | CLONE_SIGHAND | CLONE_THREAD */
const THREAD = 0x10900
/** By each of its bits, CLONE_NEWTIME aside: the lowest eight are clone's signal (clone(2)). */
const namespaces = Array.from({ length: 23 }, (_, bit) => 0x100 << bit).filter(
  (flag) => flag & NEW_NAMESPACES,
)
/** CLONE_THREAD, which the kernel refuses without CLONE_SIGHAND; and CLONE_PARENT, which is none of unshare's. */
const halfThread = 0x10000
const parent = 0x8000

/** A device of the machine. */
export interface Device {
  kind: 'disk' | 'driver'
  name: string
  number: [major: number, minor: number]
}

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

/** Makes a device of the machine, and opens it: CAP_MKNOD is among those that Docker leaves. */
export function makesDevice({ kind, name, number }: Device): Calls {
  const device = deviceNumber(...number)
  const mode = (kind === 'disk' ? S_IFBLK : S_IFCHR) | 0o600
  const [one, other] = [`/dev/${nonce()}`, `/dev/shm/${nonce()}`]
  return {
    [`mknodat, for a device that is the machine’s ${name}`]: [
      { name: 'mknodat', args: [AT_FDCWD, one, mode, device] },
      { name: 'openat', args: [AT_FDCWD, one, 0] },
    ],
    ...(process.arch === 'x64' && {
      [`mknod, for a device that is the machine’s ${name}`]: [
        { name: 'mknod', args: [other, mode, device] },
        { name: 'openat', args: [AT_FDCWD, other, 0] },
      ],
    }),
  }
}

/** The error of a kernel that has no key of that name, which Node does not know. */
const ENOKEY = 126

/** An error that the kernel gives before it asks for anybody's rights. */
export interface Unheard {
  calls: Calls
  answer: number
}

/**
 * Those that shall not come to the kernel, by the error of its own that it answers them with. Of the request to a terminal
 * it looks at 32 bits.
 */
export const unheard: Unheard[] = [
  {
    answer: ENOKEY,
    calls: {
      'request_key, for the keys of a user: root is the same one in all containers': [
        { name: 'request_key', args: ['user', nonce(), 0, 0] },
      ],
    },
  },
  {
    answer: ENOTTY,
    calls: Object.fromEntries(
      Object.entries({
        'ioctl with TIOCSTI': TIOCSTI,
        'ioctl with TIOCLINUX': TIOCLINUX,
        'ioctl with 1 << 32 | TIOCSTI': 0x1_0000_0000 + TIOCSTI,
      }).map(([name, request]) => [
        `${name}, to type on a terminal`,
        [{ name: 'ioctl', args: [0, request, Buffer.from('x')] }],
      ]),
    ),
  },
  {
    answer: EBADF,
    calls: {
      'setns, into a namespace of others': [{ name: 'setns', args: [-1, 0] }],
      'io_uring_enter, for calls that no filter sees': [
        { name: 'io_uring_enter', args: [-1, 0, 0, 0, 0, 0] },
      ],
      'io_uring_register, for calls that no filter sees': [
        { name: 'io_uring_register', args: [-1, 0, 0, 0] },
      ],
    },
  },
  {
    answer: EFAULT,
    calls: {
      'mount, for mounts of its own': [{ name: 'mount', args: [nowhere, nowhere, nowhere, 0, 0] }],
      'settimeofday, for the clock of the machine': [{ name: 'settimeofday', args: [nowhere, 0] }],
    },
  },
  {
    answer: EINVAL,
    calls: {
      'unshare, for mounts of its own': [{ name: 'unshare', args: [CLONE_NEWNS | parent] }],
      ...Object.fromEntries(
        namespaces.map((flag) => [
          `clone with 0x${flag.toString(16)}, for a namespace of its own`,
          [{ name: 'clone', args: [flag | halfThread, 0, 0, 0, 0] }],
        ]),
      ),
      'umount2, which takes away what is mounted': [{ name: 'umount2', args: ['/', 1 << 12] }],
      'open_tree, for mounts of its own': [{ name: 'open_tree', args: [AT_FDCWD, '/', unknown] }],
      'fsconfig, for mounts of its own': [{ name: 'fsconfig', args: [-1, 0, 0, 0, 0] }],
      'mount_setattr, for mounts of its own': [{ name: 'mount_setattr', args: [-1, '', unknown, 0, 0] }],
      'clock_settime, for the clock of the machine': [{ name: 'clock_settime', args: [CLOCK_MONOTONIC, 0] }],
      'perf_event_open, to measure others': [{ name: 'perf_event_open', args: [0, 0, -1, -1, -1] }],
      'bpf, for programs in the kernel': [{ name: 'bpf', args: [-1, Buffer.alloc(128), 128] }],
    },
  },
]

/** Those that every program counts on. */
export const needed: Calls = {
  'ioctl, for anything else': [{ name: 'ioctl', args: [0, FIOCLEX, 0] }],
  'ioctl with FIONREAD': [{ name: 'ioctl', args: [0, FIONREAD, Buffer.alloc(8)] }],
  'clone, for a thread': [{ name: 'clone', args: [THREAD, 0, 0, 0, 0] }],
  'clone, for a process': [{ name: 'clone', args: [SIGCHLD, 0, 0, 0, 0] }],
  'mknodat, for a FIFO': [{ name: 'mknodat', args: [AT_FDCWD, `/${nonce()}`, S_IFIFO | 0o600, 0] }],
  ...(process.arch === 'x64' && {
    'mknod, for a FIFO': [{ name: 'mknod', args: [`/${nonce()}`, S_IFIFO | 0o600, 0] }],
  }),
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
