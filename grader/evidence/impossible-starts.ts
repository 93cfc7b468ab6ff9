import type { Cgroup, Process } from '../machine/machine.ts'
import { inBerth } from './berth.ts'
import { heldCommand, nonce } from './command.ts'
import { once } from './once.ts'

// Two starts that must fail, at the same time and in a berth each.

export interface ImpossibleStarts {
  /** The kernel refuses to make its cgroup: the command, where it runs all the same. */
  unlimited: Process | null
  /** Neither does it end. */
  hangs: boolean
  /** There is no such image: the cgroups afterwards. */
  after: Cgroup[]
}

export const impossibleStarts = once(async (): Promise<ImpossibleStarts> => {
  const [start, after] = await Promise.all([withoutCgroup(), withoutImage()])
  return { ...start, after }
})

const withoutCgroup = () =>
  inBerth(
    async ({ machine, berth, start }) => {
      const { argv } = heldCommand()
      const running = await start('05-cgroups', ['run', 'busybox', ...argv])
      const { timedOut } = await running.sighted(argv)
      // Its child may outlive the parent, and be on its way still.
      await machine.settle({ berth })
      const unlimited = (await machine.sighted({ run: running.run, command: argv, timeout: 0 })).process
      const hangs = !unlimited && (timedOut || (await running.ended()).overdue)
      return { unlimited, hangs }
    },
    { cgroups: 0 },
  )

const withoutImage = () =>
  inBerth(async ({ machine, berth, start }) => {
    await (await start('05-cgroups', ['run', nonce(), 'true'])).ended()
    await machine.settle({ berth })
    return machine.cgroups({ berth })
  })
