import { libc } from './libc.ts'

/**
 * The capabilities there are, each at the place of its number, from include/uapi/linux/capability.h.
 *
 * @see man 7 capabilities
 */
export const CAPABILITIES = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_LINUX_IMMUTABLE',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_PACCT',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MKNOD',
  'CAP_LEASE',
  'CAP_AUDIT_WRITE',
  'CAP_AUDIT_CONTROL',
  'CAP_SETFCAP',
  'CAP_MAC_OVERRIDE',
  'CAP_MAC_ADMIN',
  'CAP_SYSLOG',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
  'CAP_AUDIT_READ',
  'CAP_PERFMON',
  'CAP_BPF',
  'CAP_CHECKPOINT_RESTORE',
]

const PR_CAPBSET_DROP = 24
const PR_CAP_AMBIENT = 47
const PR_CAP_AMBIENT_CLEAR_ALL = 4
const VERSION_3 = 0x20080522

/**
 * Takes a capability out of the bounding set: no program that this thread will ever execute gets it any more, be it
 * root's, set-user-ID, or one with capabilities of its own.
 *
 * @param number - the capability's
 * @throws SysError with EPERM without CAP_SETPCAP, with EINVAL where this kernel has no such capability
 */
export function dropFromBoundingSet(number: number): void {
  const name = CAPABILITIES[number] ?? String(number)
  libc('prctl', [PR_CAPBSET_DROP, number, 0, 0, 0], ['PR_CAPBSET_DROP', name])
}

/** Empties the ambient set, which programs without capabilities of their own would get. */
export function clearAmbientSet(): void {
  const words = ['PR_CAP_AMBIENT', 'PR_CAP_AMBIENT_CLEAR_ALL']
  libc('prctl', [PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0], words)
}

/** The capabilities of a thread, as sets of numbers. */
export interface CapabilitySets {
  /** Those that count when the kernel asks. */
  effective: number[]
  /** Those that the thread may make effective. */
  permitted: number[]
  /** Those that a program may get which has them in its file's inheritable set. */
  inheritable: number[]
}

/**
 * Sets the capabilities of this thread. What is taken out of the permitted ones never comes back to it.
 *
 * @throws SysError with EPERM for what is not permitted by now
 * @see man 2 capset
 */
export function capset({ effective, permitted, inheritable }: CapabilitySets): void {
  const header = Buffer.alloc(8)
  header.writeUInt32LE(VERSION_3, 0)
  const words = [0, 32].flatMap((first) =>
    [effective, permitted, inheritable].map((set) => bits(set.map((number) => number - first))),
  )
  libc('capset', [header, Buffer.from(Uint32Array.from(words).buffer)])
}

/** Those of the numbers that fit into a word, each as its bit. */
const bits = (numbers: number[]) =>
  numbers.filter((bit) => bit >= 0 && bit < 32).reduce((word, bit) => (word | (1 << bit)) >>> 0, 0)
