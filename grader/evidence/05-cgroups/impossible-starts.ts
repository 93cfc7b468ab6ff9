import type { Cgroup, Ended, Process } from '../../machine/process.ts'
import { settings } from '../../session/settings.ts'
import { heldCommand, nonce } from '../command.ts'
import { type GradedBerth, inBerth } from '../graded-berth.ts'
import { once } from '../once.ts'

// Starts that must fail, at the same time and in a berth each.

export interface ImpossibleStarts {
  /** The kernel refuses to make its cgroup: the command, where it runs all the same. */
  unlimited: Process | null
  /** The kernel refuses to move it: the command, where it runs all the same, and is in no cgroup of its own. */
  unmoved: Process | null
  /** A start without a cgroup neither runs its command nor ends. */
  hangs: boolean
  /** A process of that start that goes on when its parent has ended. */
  orphan: Process | null
  /** How that start ended, where it did. */
  end: Ended | null
  /** There is no such image: how that ended. */
  withoutImage: Ended
  /** The cgroups afterwards. */
  after: Cgroup[]
}

export const impossibleStarts = once(async (): Promise<ImpossibleStarts> => {
  const [one, other, third] = await Promise.all([withoutCgroup(), noImage(), withoutMove()])
  return { ...one, ...other, ...third }
})

const withoutCgroup = () =>
  inBerth(
    async (opened) => {
      const { machine, berth, start } = opened
      const { argv } = heldCommand()
      const running = await start('05-cgroups', ['run', 'busybox', ...argv])
      const { timedOut } = await running.waitForCommand(argv)
      // Its child may outlive the parent, and be on its way still.
      await machine.settle({ berth })
      const unlimited = (await machine.waitForCommand({ run: running.run, command: argv, timeout: 0 }))
        .process
      const end = unlimited || timedOut ? null : await running.waitForExit()
      const hangs = !unlimited && (end === null || end.overdue)
      return { unlimited, hangs, orphan: hangs || unlimited ? null : await orphanIn(opened), end }
    },
    { cgroups: 0 },
  )

/** A child may give up by itself after a while. */
const settlings = 3

/** Who is left in a berth in which nobody should be. */
async function orphanIn({ machine, berth }: GradedBerth): Promise<Process | null> {
  for (let n = 1; ; n++) {
    const [orphan = null] = await machine.processes({ berth })
    if (!orphan || n > settlings) return orphan
    await machine.settle({ berth })
  }
}

/** Not for somebody who waits: it takes two more starts of Node. */
const withoutMove = async () => (settings().isWatched ? { unmoved: null } : inBerth(refusedMove))

async function refusedMove({ machine, berth, start }: GradedBerth) {
  const before = await machine.cgroups({ berth })
  await machine.holdBack({ berth, files: ['cgroup.procs', 'cgroup.threads'], refuses: true })
  const { argv } = heldCommand()
  const { run, signal, waitForCommand } = await start('05-cgroups', ['run', 'busybox', ...argv])
  await waitForCommand(argv)
  // Its child may outlive the parent, and be on its way still; one that waits for ever has done nothing wrong.
  await machine.settle({ berth })
  const { process } = await machine.waitForCommand({ run, command: argv, timeout: 0 })
  for (const { pid } of await machine.processes({ berth })) await signal('SIGKILL', pid)
  await machine.settle({ berth })
  const unmoved = before.some(({ path }) => path === process?.cgroup) ? process : null
  return { unmoved }
}

const noImage = () =>
  inBerth(async ({ machine, berth, start }) => {
    const end = await (await start('05-cgroups', ['run', nonce(), 'true'])).waitForExit()
    await machine.settle({ berth })
    return { withoutImage: end, after: await machine.cgroups({ berth }) }
  })
