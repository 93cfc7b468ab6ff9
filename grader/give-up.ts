import { Failure } from '#provided/failure.ts'
import { LabError } from '../lab/messages.ts'
import { fitted } from './terminal/fitted.ts'
import { exitCodes } from './verdict/exit-code.ts'
import { Judgement } from './verdict/outcome.ts'
import { WrongUse } from './wrong-use.ts'

/** Says on stderr why a command comes to nothing, and answers the exit code that is for this. */
export function giveUp(error: unknown): number {
  const [status, message] = told(error)
  process.stderr.write(`${fitted(message, process.stderr)}\n`)
  return status
}

function told(error: unknown): [number, string] {
  if (error instanceof WrongUse) return [exitCodes.wrongUse, error.message]
  if (error instanceof Failure) return [error.exitStatus, error.message]
  if (error instanceof LabError) return [exitCodes.unknown, error.message]
  if (error instanceof Judgement) return [exitCodes.unknown, error.finding.message ?? '']
  return [exitCodes.broken, error instanceof Error ? (error.stack ?? error.message) : String(error)]
}
