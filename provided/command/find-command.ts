import { accessSync, constants, statSync } from 'node:fs'
import { Failure } from '../failure.ts'
import { interpreterOf } from './interpreter.ts'

/** What shells and `docker run` end with when there is no such command, and when it cannot be executed. */
const NOT_FOUND = 127
const NOT_EXECUTABLE = 126

/**
 * Finds the program that a command means, as a shell does: a name with a slash is a path, any other is
 * looked up in the folders of PATH. What it answers can be executed, as far as that can be known beforehand.
 *
 * @param command - `ls`, `/bin/ls`, `./build.sh`
 * @param path - folders separated by colons: the command's PATH
 * @returns the program's path
 * @throws Failure with exit status 127 (not found) or 126 (found, not executable)
 */
export function findCommand(command: string, path: string | undefined): string {
  const candidates = command.includes('/')
    ? [command]
    : (path ?? '').split(':').map((folder) => `${folder || '.'}/${command}`)
  const found = candidates.filter((file) => command !== '' && kindOf(file) === 'file')
  const program = found.find(isExecutable)
  if (program !== undefined) return withInterpreter(program)
  if (found[0] !== undefined) {
    throw new Failure(`${found[0]} is not executable (EACCES). Next: ls -l ${found[0]}`, NOT_EXECUTABLE)
  }
  if (!command.includes('/')) {
    const where = path ? `PATH is ${path}` : 'PATH is empty, or was not handed to findCommand.'
    throw new Failure(`${command}: there is no such command (ENOENT). ${where}`, NOT_FOUND)
  }
  if (kindOf(command) === 'folder') throw new Failure(`${command} is a folder (EACCES).`, NOT_EXECUTABLE)
  throw new Failure(`${command}: there is no such program (ENOENT).`, NOT_FOUND)
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    const stats = statSync(path)
    if (stats.isFile()) return 'file'
    return stats.isDirectory() ? 'folder' : undefined
  } catch {
    return undefined
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function withInterpreter(program: string): string {
  const interpreter = interpreterOf(program)
  if (interpreter === undefined) {
    throw new Failure(
      `${program} is neither a program nor a script with #! in its first line (ENOEXEC). Next: sh ${program}`,
      NOT_EXECUTABLE,
    )
  }
  if (interpreter && !isExecutable(interpreter)) {
    throw new Failure(
      `${program} is there, but ${interpreter}, which it needs, is not (ENOENT): it is from another system.`,
      NOT_FOUND,
    )
  }
  return program
}
