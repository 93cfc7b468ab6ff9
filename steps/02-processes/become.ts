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

  // TODO 2.2  Become the command: `execve` replaces the program that runs in this process by another one.
  //   It takes a file and does not search PATH: ask `findCommand`, with the PATH in `env` (it throws what
  //   becomes 127 or 126).
  //   The new program inherits more than you may think, so before that:
  //   `dieWithParent`     a parent killed with SIGKILL cannot take us along;
  //   `resetSignals`      Node ignores SIGPIPE, and `yes | head` would go on for ever;
  //   `closeFilesOnExec`  our open files are no business of the command.
  //   `argv` begins with the name of the command itself.
  //   man 2 execve, man 2 prctl, man 2 close_range
  throw new Error('2.2 is still open: the child does not become the command yet')
}
