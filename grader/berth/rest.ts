import { readFileSync } from 'node:fs'
import { arch } from 'node:os'
import type { Berth } from './berth.ts'
import { hasEnded, pidsOf } from './processes.ts'

/**
 * Is there a process that will go on by itself: one that runs, waits for a disk, or sleeps until a time comes?
 * One that waits for another (a pipe, a child, a lock) is at rest.
 */
export function restless(berth: Berth, apartFrom: number[]): boolean {
  return pidsOf(berth).some((pid) => !apartFrom.includes(pid) && isRestless(pid))
}

function isRestless(pid: number): boolean {
  try {
    const state = /^\d+ \(.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
    if (state === 'Z' || state === 'X' || state === 'T') return false
    return state !== 'S' || sleepsOnTime(readFileSync(`/proc/${pid}/syscall`, 'utf8'))
  } catch (error) {
    if (hasEnded(error)) return false
    throw error
  }
}

/** Numbers of the system calls that end by themselves, and which argument says when. */
const timed: Record<string, Record<number, (args: bigint[]) => boolean>> = {
  x64: {
    7: (args) => finite(args[2]), // poll
    23: (args) => args[4] !== 0n, // select
    35: () => true, // nanosleep
    128: (args) => args[2] !== 0n, // rt_sigtimedwait
    202: (args) => args[3] !== 0n, // futex
    230: () => true, // clock_nanosleep
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
    101: () => true, // nanosleep
    115: () => true, // clock_nanosleep
    137: (args) => args[2] !== 0n, // rt_sigtimedwait
  },
}

/** A timeout of -1 is none; the kernel prints the register, of which the call reads 32 bits. */
const finite = (timeout = 0n) => BigInt.asIntN(32, timeout) >= 0n

/** @param line of `/proc/<pid>/syscall`: number and arguments, or `running` */
function sleepsOnTime(line: string): boolean {
  const [number, ...args] = line.split(' ')
  if (number === 'running') return true
  return timed[arch()]?.[Number(number)]?.(args.map(BigInt)) ?? false
}
