import { readFileSync } from 'node:fs'
import { arch } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Berth } from './berth.ts'
import { hasEnded, pidsOf } from './processes.ts'

/** For how much longer than a look takes one does not look again: the code in the berth needs the processor too. */
const restPerLook = 10

/** Watches whether the processes of a berth have anything left to do. */
export class RestWatch {
  readonly #berth: Berth
  readonly #interval: number
  readonly #started = performance.now()
  #busy = this.#started
  #seen = this.#started
  #nextLook = 0

  /** @param interval how often it looks at most, ms */
  constructor(berth: Berth, interval: number) {
    this.#berth = berth
    this.#interval = interval
  }

  /**
   * Looks, unless it did so a moment ago.
   *
   * @param apartFrom processes that count as having nothing to do
   * @returns for how long now nobody has had anything to do, ms
   */
  look(apartFrom: number[] = []): number {
    const now = performance.now()
    if (now < this.#nextLook) return this.#seen - this.#busy
    if (restless(this.#berth, apartFrom)) this.#busy = now
    this.#seen = now
    this.#nextLook = now + Math.max(this.#interval, restPerLook * (performance.now() - now))
    return this.#seen - this.#busy
  }

  /** Since the watch began, ms. */
  get lasted(): number {
    return performance.now() - this.#started
  }
}

/**
 * Waits until nothing in the berth has had anything to do for a while.
 *
 * @param quiet for how long, ms
 * @param longest when to give up, ms
 */
export async function atRest(
  berth: Berth,
  quiet: number,
  longest: number,
  signal?: AbortSignal,
): Promise<void> {
  const interval = quiet / 6
  const watch = new RestWatch(berth, interval)
  while (!signal?.aborted && watch.look() < quiet && watch.lasted < longest) await delay(interval)
}

/**
 * Is there a process that will go on by itself: one that runs, waits for a disk, or sleeps until a time comes?
 * One that waits for another (a pipe, a child, a lock) is at rest.
 */
function restless(berth: Berth, apartFrom: number[]): boolean {
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

/**
 * A timeout of -1 is none; the kernel prints the register, of which the call reads 32 bits. Node itself wakes up after
 * eight seconds of rest, to give memory back: that says nothing about the program, so longer ones count as none.
 */
function finite(register = 0n): boolean {
  const timeout = BigInt.asIntN(32, register)
  return timeout >= 0n && timeout <= 5_000n
}

/** @param line of `/proc/<pid>/syscall`: number and arguments, or `running` */
function sleepsOnTime(line: string): boolean {
  const [number, ...args] = line.split(' ')
  if (number === 'running') return true
  return timed[arch()]?.[Number(number)]?.(args.map(BigInt)) ?? false
}
