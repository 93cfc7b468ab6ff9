import { randomInt } from 'node:crypto'
import type { Cgroup, Ended } from '../machine/machine.ts'
import { inBerth } from './berth.ts'
import { bundle, bundleFiles, step } from './bundle.ts'
import { nonce } from './command.ts'
import { once } from './once.ts'

// A container without podman, which prepares the cgroups above its containers: this one's is where nobody has been.

export const asked = { cgroup: `/${nonce()}/${nonce()}`, pids: randomInt(40, 400) }

const own = bundle(asked.cgroup, { pids: { limit: asked.pids } })

export interface Deep {
  create: Ended
  /** The one that is asked for, if it is there. */
  cgroup: Cgroup | undefined
}

/** After `create`. */
export const deep = once(() =>
  inBerth(
    async ({ machine, berth, start }): Promise<Deep> => {
      const running = await start(step, ['create', '--bundle', own.folder, own.id])
      const create = await running.ended()
      await machine.settle({ berth })
      const cgroup = (await machine.cgroups({ berth })).find(({ path }) => path === asked.cgroup)
      for (const pid of cgroup?.processes ?? []) await running.signal('SIGKILL', pid)
      await machine.settle({ berth })
      await (await start(step, ['delete', '--force', own.id])).ended()
      return { create, cgroup }
    },
    { files: bundleFiles(own) },
  ),
)
