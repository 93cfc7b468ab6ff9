/** What this process holds open, and closing it: when the run is over, on Ctrl-C, or when `grade` itself was killed. */

const closers: (() => Promise<void>)[] = []
let ending = false
// Taken now: vitest replaces it by one that throws.
const exit = process.exit.bind(process)

/** Has `close` run before this process ends. A worker that takes longer is killed: see worker-process.ts. */
export function atEnd(close: () => Promise<void>): void {
  closers.push(close)
}

/** Closes what is open. */
export async function closeAll(): Promise<void> {
  await Promise.allSettled(closers.map((close) => close()))
}

/** Ends this process in order. */
export async function end(): Promise<void> {
  if (ending) return
  ending = true
  await closeAll()
  exit()
}

/** Makes the worker end in order on a signal, and when the process that started it is gone. */
export function endInOrder(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  process.on('disconnect', end)
}
