import type { Ended, Process } from '../../machine/machine.ts'
import { inBerth } from '../berth.ts'
import { once } from '../once.ts'
import { isWithin } from '../path.ts'
import { bundle, bundleFiles, step } from './bundle.ts'
import { type Created, create } from './create.ts'

/**
 * A container whose bundle asks for no filter, and for no PID namespace: what its command has started does not end with it.
 * Its command is killed, and then it is deleted.
 */
export interface Bare extends Pick<Created, 'end' | 'process'> {
  start: Ended
  executing: Process | null
  /** What its first process said behind the door; how `start` ended where it became the command. */
  fallen: Ended
  remove: Ended
  /** Of its cgroup, what was there after that: processes, and cgroups. */
  alive: Process[]
  left: string[]
}

export const bare = once((): Promise<Bare> => {
  const asked = bundle()
  const { linux } = asked.config
  linux.namespaces = linux.namespaces.filter(({ type }) => type !== 'pid')
  delete linux.seccomp
  return inBerth(
    async (place) => {
      const { machine, berth } = place
      const called = async (...args: string[]) => (await place.start(step, args)).ended()
      const { running, end, process } = await create(place, asked)
      const start = await called('start', asked.id)
      await machine.settle({ berth })
      const executing = (await running.sighted(asked.argv)).process
      const fallen = executing ? start : { ...(await running.ended()), code: null }
      await called('kill', asked.id, 'KILL')
      await machine.settle({ berth })
      const remove = await called('delete', asked.id)
      await machine.settle({ berth })
      const alive = (await machine.processes({ berth })).filter(
        ({ cgroup, state }) => isWithin(cgroup, asked.cgroup) && state !== 'Z',
      )
      const left = (await machine.cgroups({ berth })).map(({ path }) => path)
      return {
        ...{ end, process, start, executing, fallen, remove, alive },
        left: left.filter((path) => isWithin(path, asked.cgroup)),
      }
    },
    { files: bundleFiles(asked) },
  )
})
