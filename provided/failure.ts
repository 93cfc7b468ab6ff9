import { writeSync } from 'node:fs'
import { explainCause } from './causes.ts'

/** The runtime itself failed: the exit status that `docker run` gives this, too. */
const RUNTIME_FAILED = 125

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

/** The same of something that a step has called, a system call or a program: where it did is told as well. */
export class CallFailure extends Failure {
  constructor(message: string, exitStatus?: number) {
    super(message, exitStatus)
    // Of the ten lines that are usual the kit's own may take all, and none be left for the step.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 50
    Error.captureStackTrace(this)
    Error.stackTraceLimit = stackTraceLimit
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
  if (isMistake(error)) return error.stack ?? error.message
  return [error.message, ...causeOf(error), ...placesOf(error)].join('\n  ')
}

/** Of what a step calls itself: whatever is said in full already says why. */
function causeOf(error: Error): string[] {
  if (!isSystemError(error)) return []
  // Node says `spawn /usr/bin/node` for the call.
  const cause = explainCause(error.syscall.split(' ')[0] ?? '', error.code, error.path)
  return cause ? [cause] : []
}

/** Lines of the steps, each called from the next: `in steps/04-chroot/mounts.ts:30`. So many of them tell enough. */
function placesOf(error: Error): string[] {
  if (error instanceof Failure && !(error instanceof CallFailure)) return []
  const lines = (error.stack ?? '').matchAll(/^ +at .*\b((?:steps|solutions)\/[\w-]+\/[\w-]+\.ts:\d+)/gm)
  return [...lines].slice(0, 3).map(([, line]) => `in ${line}`)
}

function isSystemError(error: Error): error is Error & { syscall: string; code: string; path?: string } {
  return 'syscall' in error && 'code' in error && !(error instanceof Failure)
}

/** TypeError, ReferenceError and the like come from a mistake in the program: the stack tells where. */
function isMistake(error: Error): boolean {
  return !(error instanceof Failure) && !isSystemError(error) && error.constructor !== Error
}
