import { addressOf, libc } from './libc.ts'

const PR_SET_SECCOMP = 22
const PR_SET_NO_NEW_PRIVS = 38
const SECCOMP_MODE_FILTER = 2

/** An instruction of a filter: 16 bits of code, two jumps of 8, and 32 of constant. */
const INSTRUCTION = 8

/**
 * From now on no program that this thread executes has more rights than its caller: the set-user-ID bit and
 * capabilities of files are ignored. It cannot be undone, and children inherit it.
 *
 * @see man 2 prctl (PR_SET_NO_NEW_PRIVS)
 */
export function setNoNewPrivileges(): void {
  libc('prctl', [PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0], ['PR_SET_NO_NEW_PRIVS', '1'])
}

/**
 * Has the kernel ask a filter about every system call that this thread and its children make from now on, across
 * `execve` too. It cannot be removed; another one can be added, and then both are asked.
 *
 * @param filter - its instructions, as `compile` answers them
 * @throws SysError with EACCES without no_new_privs and without CAP_SYS_ADMIN, with EINVAL for what is no filter
 * @see man 2 seccomp
 */
export function setFilter(filter: Buffer): void {
  // struct sock_fprog
  const program = Buffer.alloc(16)
  program.writeUInt16LE(filter.length / INSTRUCTION, 0)
  program.writeBigUInt64LE(addressOf(filter), 8)
  const words = ['PR_SET_SECCOMP', 'SECCOMP_MODE_FILTER', `<${filter.length / INSTRUCTION} instructions>`]
  libc('prctl', [PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0], words)
}
