import { execve } from '#provided/command/execve.ts'
import { findCommand } from '#provided/command/find-command.ts'
import { closeFilesOnExec, dieWithParent, resetSignals } from '#provided/syscalls/process.ts'

/**
 * Turns this process into the command: the same pid, the same namespaces, and nothing of Node left.
 *
 * @param command - its name or path, then its arguments
 * @param env - the environment that it gets
 * @throws Failure with exit status 127 if there is no such command, 126 if it cannot be executed
 */
export function become(command: string[], env: NodeJS.ProcessEnv): never {
  const [name = ''] = command

  // 2.2  Find the program first: a failing execve takes Node down. Then hand over a clean process.
  const program = findCommand(name, env.PATH)
  dieWithParent()
  resetSignals()
  closeFilesOnExec()
  execve(program, command, env)
}
