import type { Ended, Process } from '../machine/machine.ts'
import { inBerth } from './berth.ts'
import { bundle } from './bundle.ts'
import { nonce } from './command.ts'
import { once } from './once.ts'

/** A container whose bundle names the network that it is to join, as that of a container of a pod does. */
export interface Joined {
  path: string
  /** The network namespace at that path: `net:[4026532008]` */
  network: string
  end: Ended
  process: Process | undefined
}

export const joined = once((): Promise<Joined> => {
  const path = `/tmp/${nonce()}`
  const { id, folder, config } = bundle()
  const { linux } = config
  const namespaces = linux.namespaces.map((each) => (each.type === 'network' ? { ...each, path } : each))
  const files = { [`${folder}/config.json`]: JSON.stringify({ ...config, linux: { ...linux, namespaces } }) }
  return inBerth(
    async ({ machine, berth, start, startProgram }) => {
      const shell = async (script: string) => (await startProgram('sh', ['-c', script])).ended()
      const { stdout } = await shell(`: >${path} && unshare --net=${path} readlink /proc/self/ns/net`)
      const pidFile = `/tmp/${nonce()}`
      const create = await start('10-oci', ['create', '--bundle', folder, '--pid-file', pidFile, id])
      const end = await create.ended()
      await machine.settle({ berth })
      const pid = Number(await machine.read({ berth, path: pidFile }))
      const processes = await machine.processes({ berth })
      const process = processes.find(({ nsPids }) => nsPids[0] === pid)
      // To delete it is another TODO.
      if (process) await create.signal('SIGKILL', process.pid)
      await machine.settle({ berth })
      await shell(`umount ${path}`)
      return { path, network: stdout.trim(), end, process }
    },
    { files },
  )
})
