import { setTimeout as wait } from 'node:timers/promises'
import type { Failure } from '../../failure.ts'

/** A connection that could not be had or broke: worth another try. */
export class Interrupted extends Error {
  /** Whom it was to. */
  readonly host: string
  /** How long to wait before the next try, in milliseconds, where the registry said so. */
  readonly after: number | undefined
  /** What to say if it never works; without it, that nobody can be reached. */
  readonly failure: Failure | undefined

  constructor(host: string, cause: unknown, { after, failure }: { after?: number; failure?: Failure } = {}) {
    super(reason(cause), { cause })
    this.name = 'Interrupted'
    this.host = host
    this.after = after
    this.failure = failure
  }
}

/** How often in a row something may fail. */
const TRIES = 5
/** Doubled each time, in milliseconds. */
const FIRST_WAIT = 250

/**
 * Tries until it works, or has failed five times in a row without getting any further.
 *
 * @param attempt - what is tried
 * @param progress - a figure that grows when an attempt got further than the one before, though it failed in the end
 */
export async function persist<T>(
  attempt: () => Promise<T>,
  { signal, progress = () => 0 }: { signal: AbortSignal; progress?: (() => number) | undefined },
): Promise<T> {
  for (let failures = 0, reached = progress(); ; ) {
    try {
      return await attempt()
    } catch (error) {
      signal.throwIfAborted()
      failures = progress() > reached ? 1 : failures + 1
      reached = Math.max(reached, progress())
      if (!(error instanceof Interrupted) || failures >= TRIES) throw error
      await wait(error.after ?? FIRST_WAIT * 2 ** (failures - 1), undefined, { signal })
    }
  }
}

/** `fetch failed` says nothing; what it was caused by does. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  let deepest: Error = error
  while (deepest.cause instanceof Error) deepest = deepest.cause
  const { code, message } = deepest as { code?: unknown; message: string }
  const [, status] = /^Proxy response \((\d+)\)/.exec(message) ?? []
  if (status !== undefined) return `the proxy answered HTTP ${status}`
  return typeof code === 'string' && (!code.startsWith('UND_ERR') || code.includes('TIMEOUT'))
    ? code
    : message
}
