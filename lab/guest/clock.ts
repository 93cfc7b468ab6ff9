import { libc } from '../../provided/syscalls/libc.ts'

const CLOCK_REALTIME = 0

/**
 * Sets the wall clock, which in a restored lab still shows when the snapshot was taken.
 *
 * @param now - milliseconds since 1970
 */
export function setClock({ now }: { now: number }): void {
  const timespec = new BigInt64Array([BigInt(Math.floor(now / 1000)), BigInt(Math.floor((now % 1000) * 1e6))])
  libc('clock_settime', [CLOCK_REALTIME, Buffer.from(timespec.buffer)])
}
