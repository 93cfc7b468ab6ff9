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
  // 9.4, the list  The first entry that matches decides. An entry has `names`, an `action`, and `args` that have to hold;
  //   `refused` and `refusedFor` below make them. Refuse
  //   - what makes a namespace: unshare and setns; clone if a bit of NEW_NAMESPACES is in argument 0. It is easier the other
  //     way round: first an entry that allows clone where none is, then one that refuses it;
  //   - clone3 with ENOSYS (`errnoRet`). Its flags are in memory, where no filter can look. A C library then takes clone;
  //   - mounts: mount, umount2, pivot_root, and the new calls for it, open_tree to mount_setattr;
  //   - keys: add_key, keyctl, request_key;
  //   - userfaultfd, bpf, perf_event_open, and the three of io_uring;
  //   - the machine as a whole: init_module, finit_module, delete_module, kexec_load, kexec_file_load, reboot,
  //     settimeofday, clock_settime, swapon, swapoff, open_by_handle_at;
  //   - mknod (argument 1) and mknodat (argument 2) of a device: if `mode & S_IFMT` is S_IFBLK or S_IFCHR;
  //   - ioctl with TIOCSTI or TIOCLINUX (argument 1). The kernel looks at its lower 32 bits only:
  //     so does the mask, 0xffffffff.
  //   man 2 syscalls, https://docs.docker.com/engine/security/seccomp/
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
  // TODO 9.4  `setNoNewPrivileges` does it: the command and its children never have more rights than they have now.
  //   Otherwise a set-user-ID program could be told by a filter that what it asked for was done. So without that the kernel
  //   lets only CAP_SYS_ADMIN install one, which is gone by now (EACCES). Then the filter: two parts more in this file.
  //   man 2 prctl (PR_SET_NO_NEW_PRIVS)
}

/** Leaves a process, and all that it will start, the system calls of a profile. */
export function filterSystemCalls(profile: Profile): void {
  // 9.4, second half  `compile` makes the filter, a program for a small machine in the kernel; `setFilter` has the kernel
  //   run it before each system call.
  //   man 2 seccomp
}
