import { spawn } from 'node:child_process'
import { become } from './become.ts'
import { dispatch } from './dispatch.ts'
import { exitStatus } from './exit-status.ts'

process.exitCode = await dispatch({ takes: '<command> [args…]', atLeast: 1, run, child })

/** The parent: it starts the child, waits for it, and ends as it ended. */
async function run(command: string[]): Promise<number> {
  // TODO 2.3  Start this very program once more, as `child`, and wait for it.
  //   The program is `process.execPath` (Node), its arguments: the flags that Node was given
  //   (`process.execArgv`), this file (`import.meta.filename`), `child`, and the command.
  //   With `stdio: 'inherit'` the child uses our own stdin, stdout and stderr: nothing is copied, and a
  //   terminal stays one. Hand what `spawn` returns to `exitStatus`: the second half is there.
  //   man 2 fork, man 2 execve; https://nodejs.org/api/child_process.html
  throw new Error('2.3 is still open: the parent does not start a child yet')
}

/** The child: a process of our own making, which becomes the command. */
function child(command: string[]): never {
  become(command, process.env)
}
