import { Failure } from '../failure.ts'

/**
 * Replaces this program by another one in the same process: the pid, the open files and the namespaces stay.
 * Does not return.
 *
 * Node aborts when the kernel refuses: ask `findCommand` for the file first. Exit handlers do not run.
 *
 * @param file - the program's path; PATH is not searched
 * @param argv - its arguments, beginning with its own name
 * @param env - the environment that it gets, and nothing but that
 * @see man 2 execve
 */
export function execve(file: string, argv: string[], env: NodeJS.ProcessEnv): never {
  if (!process.execve)
    throw new Failure('Only the main thread on Linux or macOS can execute another program.')
  return process.execve(file, argv, env)
}
