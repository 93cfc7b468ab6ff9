import { Failure } from '#provided/failure.ts'
import { exitNow } from '../lab/exit-now.ts'
import { LabError } from '../lab/messages.ts'
import { Breakage } from './breakage.ts'
import { fitted } from './terminal/fitted.ts'
import { exitCodes } from './verdict/exit-code.ts'
import { Judgement } from './verdict/judgement.ts'
import { messages } from './verdict/messages.ts'
import { WrongUse } from './wrong-use.ts'

/**
 * Runs one of the kit's commands and ends this process. What the command throws is said on stderr, and has an exit code of
 * its own.
 *
 * @param command - from the arguments to the exit code
 */
export async function runCommand(command: (argv: string[]) => Promise<number> | number): Promise<void> {
  // Stripping types is called experimental by Node.
  process.removeAllListeners('warning')
  process.exitCode = await statusOf(command)
  // On Linux all output is out by now; elsewhere Node still waits for it.
  if (process.platform === 'linux') exitNow(process.exitCode)
}

async function statusOf(command: (argv: string[]) => Promise<number> | number): Promise<number> {
  try {
    return await command(process.argv.slice(2))
  } catch (error) {
    const [status, message] = statusAndMessage(error)
    process.stderr.write(`${fitted(message, process.stderr)}\n`)
    return status
  }
}

function statusAndMessage(error: unknown): [number, string] {
  if (error instanceof WrongUse) return [exitCodes.wrongUse, error.message]
  if (error instanceof Failure) return [error.exitStatus, error.message]
  if (error instanceof LabError) return [exitCodes.unknown, error.message]
  if (error instanceof Judgement) return [exitCodes.unknown, error.finding.message ?? '']
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [exitCodes.broken, messages.broken(stack, error instanceof Breakage ? error.where : undefined)]
}
