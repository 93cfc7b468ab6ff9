import { flushCompileCache } from 'node:module'
import { libc } from '#provided/syscalls/libc.ts'

/**
 * Ends this process when all has been said. Node's own end waits for the threads on which V8 compiles, and those may wait for
 * it (nodejs/node issue 54918): once in a thousand times it never came. The kernel's waits for nobody.
 *
 * @see man 2 _exit
 */
export function exitNow(code: number): never {
  flushCompileCache()
  try {
    if (process.platform === 'linux') libc('_exit', [code])
  } catch {
    // There is no FFI for this processor, on which nothing can be graded natively either.
  }
  process.exit(code)
}
