import { randomInt } from 'node:crypto'
import type { Cgroup, Ended, Process } from '../../machine/process.ts'
import { nonce } from '../command.ts'
import { inBerth } from '../graded-berth.ts'
import { once } from '../once.ts'
import { isWithin } from '../path.ts'
import { bundle, bundleFiles, step } from './bundle.ts'
import { create, lastWords } from './create.ts'

// A container without podman, which prepares the cgroups above its containers: this one's is where nobody has been. Its
// bundle asks for no filter, and for no PID namespace: what its command has started does not end with it.

export const asked = { cgroup: `/${nonce()}/${nonce()}`, pids: randomInt(40, 400) }

const own = bundle(asked.cgroup, { pids: { limit: asked.pids } })
const { linux } = own.config
linux.namespaces = linux.namespaces.filter(({ type }) => type !== 'pid')
delete linux.seccomp

/** A limit that no kernel has, in a bundle of its own. */
export const unknown = `pids.${nonce()}`
const impossible = bundle(undefined, { unified: { [unknown]: '1' } })

export interface Deep {
  create: Ended
  /** Its first process. */
  process: Process | undefined
  /** The one that is asked for, if it is there. */
  cgroup: Cgroup | undefined
  /** In it, or somewhere below. */
  processes: number[]
  start: Ended
  executing: Process | null
  /** What its first process said behind the door; how `start` ended where it became the command. */
  fallen: Ended
  /** `delete`, where the cgroup can be removed; the one before it found a cgroup that cannot. */
  remove: Ended
  /** The cgroup is still there all the same. */
  isLeft: boolean
  /** So are these, which its command had started. */
  alive: Process[]
  /** `create` of the other one. */
  refused: Ended
}

/** After `create` and `start`; then its command is killed, and it is deleted. */
export const deep = once(() =>
  inBerth(
    async (opened): Promise<Deep> => {
      const { machine, berth, shell } = opened
      const called = async (...args: string[]) => (await opened.start(step, args)).waitForExit()
      const { running, end, process } = await create(opened, own)
      const cgroups = await machine.cgroups({ berth })
      const cgroup = cgroups.find(({ path }) => path === asked.cgroup)
      const processes = cgroups
        .filter(({ path }) => isWithin(path, asked.cgroup))
        .flatMap((each) => each.processes)

      const start = await called('start', own.id)
      await machine.settle({ berth })
      const executing = (await running.waitForCommand(own.argv)).process
      const fallen = executing ? start : await lastWords(running)
      const itsOwn = process ? [process.pid] : []
      for (const pid of executing ? [executing.pid] : [...processes, ...itsOwn])
        await running.signal('SIGKILL', pid)
      await machine.settle({ berth })

      const folder = `/sys/fs/cgroup${asked.cgroup}`
      // What something is mounted on cannot be removed: EBUSY.
      await shell(`mount --bind ${folder} ${folder}`)
      await called('delete', own.id)
      await shell(`umount ${folder}`)
      const remove = await called('delete', own.id)
      const isLeft = (await machine.cgroups({ berth })).some(({ path }) => path === asked.cgroup)
      const isAlive = ({ cgroup, state }: Process) => isWithin(cgroup, asked.cgroup) && state !== 'Z'
      const alive = (await machine.processes({ berth })).filter(isAlive)
      const second = await create(opened, impossible)
      if (second.process) await second.running.signal('SIGKILL', second.process.pid)
      // Of a container without a cgroup, which is 10.5, `delete` cannot know who else is in there.
      for (const { pid } of await machine.processes({ berth })) await running.signal('SIGKILL', pid)
      await machine.settle({ berth })
      return {
        ...{ create: end, process, cgroup, processes },
        ...{ start, executing, fallen, remove, isLeft, alive, refused: second.end },
      }
    },
    // podman hands controllers down by itself. Others who call a runtime do not.
    { controllersDisabled: true, files: { ...bundleFiles(own), ...bundleFiles(impossible) }, mayTrace: true },
  ),
)
