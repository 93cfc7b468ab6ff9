import { randomInt } from 'node:crypto'
import type { Cgroup, Ended } from '../../machine/machine.ts'
import { inBerth } from '../berth.ts'
import { nonce } from '../command.ts'
import { once } from '../once.ts'
import { isWithin } from '../path.ts'
import { bundle, bundleFiles, step } from './bundle.ts'

// A container without podman, which prepares the cgroups above its containers: this one's is where nobody has been.

export const asked = { cgroup: `/${nonce()}/${nonce()}`, pids: randomInt(40, 400) }

const own = bundle(asked.cgroup, { pids: { limit: asked.pids } })

/** A limit that no kernel has, in a bundle of its own. */
export const unknown = `pids.${nonce()}`
const impossible = bundle(undefined, { unified: { [unknown]: '1' } })

export interface Deep {
  create: Ended
  /** The one that is asked for, if it is there. */
  cgroup: Cgroup | undefined
  /** In it, or somewhere below. */
  processes: number[]
  /** `delete`, where the cgroup can be removed; the one before it found a cgroup that cannot. */
  remove: Ended
  /** The cgroup is still there all the same. */
  isLeft: boolean
  /** `create` of the other one. */
  refused: Ended
}

/** After `create`. */
export const deep = once(() =>
  inBerth(
    async ({ machine, berth, start, startProgram }): Promise<Deep> => {
      const running = await start(step, ['create', '--bundle', own.folder, own.id])
      const create = await running.ended()
      await machine.settle({ berth })
      const cgroups = await machine.cgroups({ berth })
      const cgroup = cgroups.find(({ path }) => path === asked.cgroup)
      const processes = cgroups
        .filter(({ path }) => isWithin(path, asked.cgroup))
        .flatMap((each) => each.processes)
      for (const pid of processes) await running.signal('SIGKILL', pid)
      await machine.settle({ berth })
      const folder = `/sys/fs/cgroup${asked.cgroup}`
      const shell = async (line: string) => (await startProgram('sh', ['-c', line])).ended()
      // What something is mounted on cannot be removed: EBUSY.
      await shell(`mount --bind ${folder} ${folder}`)
      await (await start(step, ['delete', own.id])).ended()
      await shell(`umount ${folder}`)
      const remove = await (await start(step, ['delete', own.id])).ended()
      const isLeft = (await machine.cgroups({ berth })).some(({ path }) => path === asked.cgroup)
      const refused = await (
        await start(step, ['create', '--bundle', impossible.folder, impossible.id])
      ).ended()
      return { create, cgroup, processes, remove, isLeft, refused }
    },
    { files: { ...bundleFiles(own), ...bundleFiles(impossible) } },
  ),
)
