/** The end of the worker, however it comes: the run is over, Ctrl-C, or `grade` itself was killed. */

const closers: (() => Promise<void>)[] = []
let ending = false
// vitest replaces it by one that throws.
const exit = process.exit.bind(process)

/** Has `close` run before the worker goes. It has 700 ms; then the worker is killed. */
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
