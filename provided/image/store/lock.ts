import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { flock } from '../../syscalls/flock.ts'

/** A file or folder that is ours alone until it is closed, or we end, however that happens. */
export interface Lock extends Disposable {
  fd: number
}

/**
 * Waits until nobody else has it locked.
 *
 * @param flags - as `open` takes them; `a+` creates a file
 * @param onWait - called if somebody else has it
 * @param signal - ends the wait
 */
export async function lock(
  path: string,
  flags: string,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<Lock> {
  for (;;) {
    const fd = openSync(path, flags)
    const held = { fd, [Symbol.dispose]: () => closeSync(fd) }
    try {
      while (!flock(fd)) {
        onWait()
        await wait(fd, signal)
      }
    } catch (error) {
      closeSync(fd)
      throw error
    }
    // Whoever had it before us may have moved it to where it belongs.
    if (statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino) return held
    closeSync(fd)
  }
}

/**
 * By flock(1), which locks the file that it is given, and us with it; a wait of our own could not be ended. Whoever kills
 * it ends the wait, without the lock.
 */
async function wait(fd: number, signal: AbortSignal | undefined): Promise<void> {
  const waiter = spawn('flock', ['3'], {
    stdio: ['ignore', 'ignore', 'inherit', fd],
    ...(signal && { signal }),
  })
  const [code] = await once(waiter, 'exit')
  if (code !== null && code !== 0) throw new Error(`flock ended with ${code}`)
}
