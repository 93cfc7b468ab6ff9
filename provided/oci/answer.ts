import { appendFileSync, writeSync } from 'node:fs'
import { Failure, reportFailure } from '../failure.ts'
import { type CommandLine, readCommandLine } from './command-line.ts'

/** Of the specification that this runtime follows. */
export const OCI_VERSION = '1.0.2'

type Answer = (given: CommandLine) => number | Promise<number>

/**
 * Does what the command line asks for.
 *
 * @param answers - by the names of the subcommands
 * @returns the exit status to end with
 */
export async function answer(answers: Record<string, Answer>): Promise<number> {
  let given: CommandLine | undefined
  try {
    given = readCommandLine(process.argv.slice(2))
    if (given.subcommand === 'version') {
      writeSync(1, `drydock version 0.1.0\nspec: ${OCI_VERSION}\n`)
      return 0
    }
    const subcommand = answers[given.subcommand]
    if (!subcommand || !given.id) throw new Failure(`usage: ${Object.keys(answers).join(' | ')} <id>`, 2)
    return await subcommand(given)
  } catch (error) {
    if (given?.log) log(given.log, given.logFormat, error)
    return reportFailure(inWordsOfRunc(error))
  }
}

function log(file: string, format: string, error: unknown): void {
  const msg = error instanceof Error ? error.message : String(error)
  const line = format === 'json' ? JSON.stringify({ level: 'error', msg, time: new Date() }) : msg
  appendFileSync(file, `${line}\n`)
}

/** Why a command cannot be executed podman knows by what runc says then: it ends with 127 or 126. */
function inWordsOfRunc(error: unknown): unknown {
  const words: Record<number, string> = { 127: 'no such file or directory', 126: 'permission denied' }
  const said = error instanceof Failure ? words[error.exitStatus] : undefined
  return said ? new Failure(`${(error as Failure).message}: ${said}`, (error as Failure).exitStatus) : error
}
