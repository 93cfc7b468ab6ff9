import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs'
import { arch } from 'node:os'

/** The system call in which a thread sleeps (proc_pid_syscall(5)); null where it runs. */
interface Call {
  number: number
  args: bigint[]
}

function pendingCall(thread: number): Call | null {
  const [number, ...args] = readFileSync(`/proc/${thread}/syscall`, 'utf8').split(' ')
  return number?.trim() === 'running' ? null : { number: Number(number), args: args.map(BigInt) }
}

/** Does the thread sleep until a time comes, and not only until somebody wakes it? */
export function sleepsOnTime(thread: number): boolean {
  const call = pendingCall(thread)
  return call !== null && (timed[arch()]?.[call.number]?.(call.args, thread) ?? false)
}

/** What a thread that asks to open a file wants to do with it; null where it has not fallen asleep yet, and does not show. */
export function opensTo(thread: number): 'read' | 'write' | null {
  const call = pendingCall(thread)
  if (call === null) return null
  const flags = opening[arch()]?.[call.number]?.(call.args)
  return typeof flags === 'bigint' && (Number(flags) & 0o3) === constants.O_RDONLY ? 'read' : 'write'
}

/** Where the flags are; openat2, which has them in memory, counts as writing. */
const opening: Record<string, Record<number, (args: bigint[]) => bigint | undefined>> = {
  x64: { 2: (args) => args[1], 257: (args) => args[2] },
  arm64: { 56: (args) => args[2] },
}

/** Numbers of the system calls that end by themselves, and which argument says when. */
const timed: Record<string, Record<number, (args: bigint[], thread: number) => boolean>> = {
  x64: {
    7: (args) => finite(args[2]), // poll
    23: (args) => args[4] !== 0n, // select
    35: (args, thread) => isSoon(thread, args[0]), // nanosleep
    128: (args) => args[2] !== 0n, // rt_sigtimedwait
    202: (args) => args[3] !== 0n, // futex
    230: (args, thread) => isSoon(thread, args[2]), // clock_nanosleep
    232: (args) => finite(args[3]), // epoll_wait
    270: (args) => args[4] !== 0n, // pselect6
    271: (args) => args[2] !== 0n, // ppoll
    281: (args) => finite(args[3]), // epoll_pwait
  },
  arm64: {
    22: (args) => finite(args[3]), // epoll_pwait
    72: (args) => args[4] !== 0n, // pselect6
    73: (args) => args[2] !== 0n, // ppoll
    98: (args) => args[3] !== 0n, // futex
    101: (args, thread) => isSoon(thread, args[0]), // nanosleep
    115: (args, thread) => isSoon(thread, args[2]), // clock_nanosleep
    137: (args) => args[2] !== 0n, // rt_sigtimedwait
  },
}

/**
 * Node itself wakes up after eight seconds of rest, to give memory back: that says nothing about the program, so timeouts
 * longer than this count as none, ms.
 */
const longest = 6_000n

/** A timeout of -1 is none; the kernel prints the register, of which the call reads 32 bits. */
function finite(register = 0n): boolean {
  const timeout = BigInt.asIntN(32, register)
  return timeout >= 0n && timeout <= longest
}

/** The same of a timespec in the thread's memory: whole seconds come first. An absolute time (TIMER_ABSTIME) is long. */
function isSoon(thread: number, address = 0n): boolean {
  const seconds = Buffer.alloc(8)
  const memory = openSync(`/proc/${thread}/mem`, 'r')
  try {
    readSync(memory, seconds, { position: address })
  } catch {
    // Unmapped meanwhile by another thread.
    return true
  } finally {
    closeSync(memory)
  }
  return seconds.readBigInt64LE() * 1000n <= longest
}
