// 3.2 differs: the name is written into the kernel's file.
import { writeFileSync } from 'node:fs'
import { spawnIn } from '#provided/spawn-in.ts'
import { CLONE_NEWPID, CLONE_NEWUTS } from '#provided/syscalls/namespaces.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'

process.exitCode = await dispatch({ takes: '<command> [args…]', atLeast: 1, run, child })

/** The parent, on the machine. */
async function run(command: string[]): Promise<number> {
  const self = [...process.execArgv, import.meta.filename]
  const container = spawnIn(CLONE_NEWUTS | CLONE_NEWPID, process.execPath, [...self, 'child', ...command], {
    stdio: 'inherit',
  })
  return exitStatus(container)
}

/** The child, in namespaces of its own. */
function child(command: string[]): never {
  writeFileSync('/proc/sys/kernel/hostname', 'container')
  become(command, process.env)
}
