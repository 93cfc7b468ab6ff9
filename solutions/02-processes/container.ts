import { spawn } from 'node:child_process'
import { become } from './become.ts'
import { dispatch } from './dispatch.ts'
import { exitStatus } from './exit-status.ts'

process.exitCode = await dispatch({ takes: '<command> [args…]', atLeast: 1, run, child })

/** The parent: it starts the child, waits for it, and ends as it ended. */
async function run(command: string[]): Promise<number> {
  // 2.3  This very program once more, as `child`, with the same flags for Node and on the same terminal.
  const self = [...process.execArgv, import.meta.filename]
  const container = spawn(process.execPath, [...self, 'child', ...command], { stdio: 'inherit' })
  return exitStatus(container)
}

/** The child: a process of our own making, which becomes the command. */
function child(command: string[]): never {
  become(command, process.env)
}
