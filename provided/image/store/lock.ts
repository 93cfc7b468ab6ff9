import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { flock, tryFlock } from '../../syscalls/flock.ts'

/** A file or folder that is ours alone until it is closed, or we end, however that happens. */
export interface Lock extends Disposable {
  fd: number
}

/**
 * Waits until nobody else has it locked.
 *
 * @param flags - as `open` takes them; `a+` creates a file
 * @param onWait - called if somebody else has it
 */
export async function lock(path: string, flags: string, onWait: () => void): Promise<Lock> {
  for (;;) {
    const fd = openSync(path, flags)
    const held = { fd, [Symbol.dispose]: () => closeSync(fd) }
    try {
      if (!tryFlock(fd)) {
        onWait()
        await flock(fd)
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
