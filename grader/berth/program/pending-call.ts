import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs'
import { numberIfAny } from '#provided/syscalls/numbers.ts'
import type { SystemCall } from '#provided/syscalls/table.ts'

/** The system call in which a thread sleeps (proc_pid_syscall(5)); null where it runs. */
interface Call {
  number: number
  args: bigint[]
}

function pendingCall(thread: number): Call | null {
  const [number, ...args] = readFileSync(`/proc/${thread}/syscall`, 'utf8').split(' ')
  return number?.trim() === 'running' ? null : { number: Number(number), args: args.map(BigInt) }
}

/** Does the thread sleep until a time comes, and not only until somebody wakes it? null where it does not sleep. */
export function sleepsWithTimeout(thread: number): boolean | null {
  const call = pendingCall(thread)
  return call && (timed.get(call.number)?.(call.args, thread) ?? false)
}

/** What a thread that asks to open a file wants to do with it; null while it still runs, and /proc shows no call. */
export function openPurpose(thread: number): 'read' | 'write' | null {
  const call = pendingCall(thread)
  if (call === null) return null
  const at = opening.get(call.number)
  const flags = at === undefined ? undefined : call.args[at]
  return flags !== undefined && (Number(flags) & 0o3) === constants.O_RDONLY ? 'read' : 'write'
}

/** By the numbers that calls have on this processor, and null for all that it has not. */
const byNumber = <T>(calls: Partial<Record<SystemCall, T>>) =>
  new Map(Object.entries(calls).map(([name, about]) => [numberIfAny(name), about]))

/** Which argument holds the flags; openat2, which has them in memory, counts as writing. */
const opening = byNumber({ open: 1, openat: 2 })

/** Calls that end by themselves, and which argument says when. */
const timed = byNumber<(args: bigint[], thread: number) => boolean>({
  poll: (args) => finite(args[2]),
  ppoll: (args) => args[2] !== 0n,
  select: (args) => args[4] !== 0n,
  pselect6: (args) => args[4] !== 0n,
  epoll_wait: (args) => finite(args[3]),
  epoll_pwait: (args) => finite(args[3]),
  futex: (args) => args[3] !== 0n,
  rt_sigtimedwait: (args) => args[2] !== 0n,
  nanosleep: (args, thread) => isSoon(thread, args[0]),
  clock_nanosleep: (args, thread) => isSoon(thread, args[2]),
})

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
