import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { spawnBound } from './child.ts'

/**
 * Does `work` while holding the lock on `file`, which the kernel gives back when we die: no lock is ever
 * left behind by a builder that was killed.
 *
 * @param onWait - called when somebody else holds it
 */
export async function withLock<T>(
  file: string,
  { signal, onWait }: { signal?: AbortSignal | undefined; onWait?: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const holder = spawnBound('flock', ['--no-fork', file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const release = () => holder.kill('SIGKILL')
  const waiting = setTimeout(() => onWait?.(), 500)
  signal?.addEventListener('abort', release)
  try {
    const exit = once(holder, 'exit')
    await Promise.race([once(holder.stdout as Readable, 'data'), exit])
    clearTimeout(waiting)
    signal?.throwIfAborted()
    return await work()
  } finally {
    clearTimeout(waiting)
    signal?.removeEventListener('abort', release)
    release()
  }
}
