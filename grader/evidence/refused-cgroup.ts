import type { Process } from '../machine/machine.ts'
import { inBerth } from './berth.ts'
import { heldCommand } from './command.ts'
import { once } from './once.ts'

// A container whose cgroup the kernel refuses to make: its parent gives up, and the command must not run.

/** The command, where it runs all the same. */
export const unlimited = once(() =>
  inBerth(
    async ({ machine, berth, start }): Promise<Process | null> => {
      const { argv } = heldCommand()
      const running = await start('05-cgroups', ['run', 'busybox', ...argv])
      await running.sighted(argv)
      // Its child may outlive the parent, and be on its way still.
      await machine.settle({ berth })
      return (await machine.sighted({ run: running.run, command: argv, timeout: 0 })).process
    },
    { cgroups: 0 },
  ),
)
