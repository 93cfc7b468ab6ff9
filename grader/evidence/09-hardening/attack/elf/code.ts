import type { SystemCall } from '#provided/syscalls/table.ts'

/** How a processor is told to make a system call. */
export interface Code {
  /** EM_… of the file's header. */
  machine: number
  /** Makes the call; where it fails, ends with its error number. */
  call(number: number, args: number[]): Buffer
  /** The same, as 32-bit programs do. */
  callAsI386?(number: number, args: number[]): Buffer
}

/** Ends all threads of a process. */
export const exitGroup: SystemCall = 'exit_group'
