import { writeSync } from 'node:fs'
import { explainCause } from './causes.ts'

/** The runtime itself failed: the exit status that `docker run` gives this, too. */
export const RUNTIME_FAILED = 125

/** Something a person can mend, said in full: what was attempted, why it failed, what to type next. */
export class Failure extends Error {
  /** What the program should end with. */
  readonly exitStatus: number

  constructor(message: string, exitStatus = RUNTIME_FAILED) {
    super(message)
    this.name = 'Failure'
    this.exitStatus = exitStatus
  }
}

/**
 * Says on stderr what went wrong and answers the exit status to end with.
 *
 * `console.error` would make stderr non-blocking, also for the command that inherits it: hence `writeSync`.
 */
export function reportFailure(error: unknown): number {
  writeSync(2, `container: ${describe(error)}\n`)
  return error instanceof Failure ? error.exitStatus : RUNTIME_FAILED
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!isSystemError(error)) return isMistake(error) ? (error.stack ?? error.message) : error.message
  // Node says `spawn /usr/bin/node` for the call.
  const cause = explainCause(error.syscall.split(' ')[0] ?? '', error.code, error.path)
  return cause ? `${error.message}\n  ${cause}` : error.message
}

function isSystemError(error: Error): error is Error & { syscall: string; code: string; path?: string } {
  return 'syscall' in error && 'code' in error && !(error instanceof Failure)
}

/** TypeError, ReferenceError and the like come from a mistake in the program: the stack tells where. */
function isMistake(error: Error): boolean {
  return !(error instanceof Failure) && error.constructor !== Error
}
