import { libc } from '#provided/syscalls/libc.ts'

const RLIMIT_CORE = 4
/** A limit of 1 byte: the kernel takes that for a crash of the core_pattern helper itself, and starts none (core(5)). */
const noHelper = new BigUint64Array([1n, 1n])

/**
 * Keeps what is started from here from having the kernel start a program outside of every berth, as it does for a core dump
 * where core_pattern begins with `|`. No berth can raise this limit.
 */
export function withholdDumps(): void {
  libc('prlimit', [0, RLIMIT_CORE, Buffer.from(noHelper.buffer), null])
}
