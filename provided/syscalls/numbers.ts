import { Failure } from '../failure.ts'

/** From the kernel's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. */
const NUMBERS: Record<string, { pivot_root: number; mknodat: number; close_range: number }> = {
  x64: { pivot_root: 155, mknodat: 259, close_range: 436 },
  arm64: { pivot_root: 41, mknodat: 33, close_range: 436 },
}

/** The number of a system call on this processor, for those that C libraries learned late or never. */
export function numberOf(name: 'pivot_root' | 'mknodat' | 'close_range'): number {
  const numbers = NUMBERS[process.arch]
  if (!numbers)
    throw new Failure(`This kit knows the system calls of x64 and arm64, not those of ${process.arch}.`)
  return numbers[name]
}
