import { constants } from 'node:os'
import { compile } from '#provided/seccomp/compile.ts'
import type { Entry, Profile } from '#provided/seccomp/profile.ts'
import { S_IFBLK, S_IFCHR, S_IFMT } from '#provided/syscalls/device.ts'
import { NEW_NAMESPACES } from '#provided/syscalls/namespaces.ts'
import { setFilter, setNoNewPrivileges } from '#provided/syscalls/seccomp.ts'
import { SYSTEM_CALLS } from '#provided/syscalls/table.ts'
import { TIOCLINUX, TIOCSTI } from '#provided/syscalls/terminal.ts'

/** What a command may not ask of the kernel. */
const REFUSED: Entry[] = [
  // 9.4, the list  Whoever makes a namespace is root in it, and reaches code that was never meant for everybody.
  {
    names: ['clone'],
    action: 'SCMP_ACT_ALLOW',
    args: [{ index: 0, op: 'SCMP_CMP_MASKED_EQ', value: NEW_NAMESPACES, valueTwo: 0 }],
  },
  // Its flags are in memory, where a filter cannot look. Without it C libraries take clone.
  { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: constants.errno.ENOSYS },
  refused('clone', 'unshare', 'setns', 'mount', 'umount2', 'pivot_root', 'open_tree', 'move_mount'),
  refused('fsopen', 'fsconfig', 'fsmount', 'fspick', 'mount_setattr', 'sethostname', 'setdomainname'),
  // Keyrings belong to a user, and root is the same user in all containers.
  refused('add_key', 'keyctl', 'request_key'),
  // Large, and often the way in.
  refused('bpf', 'perf_event_open', 'userfaultfd', 'io_uring_setup', 'io_uring_enter', 'io_uring_register'),
  // The machine as a whole.
  refused(
    'init_module',
    'finit_module',
    'delete_module',
    'kexec_load',
    'kexec_file_load',
    'reboot',
    'syslog',
  ),
  refused('settimeofday', 'clock_settime', 'swapon', 'swapoff', 'acct', 'quotactl', 'iopl', 'ioperm'),
  // A file by its number, past every mount.
  refused('open_by_handle_at', 'fanotify_init'),
  // A device of one's own is the machine's disk. FIFOs and sockets may be made.
  ...[S_IFBLK, S_IFCHR].flatMap((kind) => [
    refusedFor('mknod', 1, S_IFMT, kind),
    refusedFor('mknodat', 2, S_IFMT, kind),
  ]),
  // Types on the terminal, as if whoever has started the container did. The kernel looks at 32 bits of it.
  ...[TIOCSTI, TIOCLINUX].map((request) => refusedFor('ioctl', 1, 0xffffffff, request)),
]

/** All that Linux 6.1 can do, but for what is refused. */
export const DEFAULT_PROFILE: Profile = {
  // What later kernels can do nobody has looked at: it is as if this were an earlier one.
  defaultAction: 'SCMP_ACT_ERRNO',
  defaultErrnoRet: constants.errno.ENOSYS,
  syscalls: [...REFUSED, { names: Object.keys(SYSTEM_CALLS), action: 'SCMP_ACT_ALLOW' }],
}

function refused(...names: string[]): Entry {
  return { names, action: 'SCMP_ACT_ERRNO' }
}

/** Refused if these bits of an argument are that. */
function refusedFor(name: string, index: number, mask: number, bits: number): Entry {
  const args = [{ index, op: 'SCMP_CMP_MASKED_EQ' as const, value: mask, valueTwo: bits }]
  return { ...refused(name), args }
}

/** Has no program that is executed from now on more rights than its caller. */
export function forbidNewPrivileges(): void {
  // 9.4  Without this a filter takes CAP_SYS_ADMIN: it could fool a set-user-ID program into what that never does.
  setNoNewPrivileges()
}

/** Leaves a process, and all that it will start, the system calls of a profile. */
export function filterSystemCalls(profile: Profile): void {
  // 9.4, second half  Nobody can take it away again.
  setFilter(compile(profile))
}
