import { inBerth } from './berth.ts'
import { bundle, bundleFiles } from './bundle.ts'
import { nonce } from './command.ts'
import { type Created, create } from './create.ts'
import { once } from './once.ts'

/** A container whose bundle names the network that it is to join, as that of a container of a pod does. */
export interface Joined extends Pick<Created, 'end' | 'process'> {
  path: string
  /** The network namespace at that path: `net:[4026532008]` */
  network: string
}

export const joined = once((): Promise<Joined> => {
  const path = `/tmp/${nonce()}`
  const asked = bundle()
  for (const each of asked.config.linux.namespaces) if (each.type === 'network') each.path = path
  return inBerth(
    async (place) => {
      const shell = async (script: string) => (await place.startProgram('sh', ['-c', script])).ended()
      const { stdout } = await shell(`: >${path} && unshare --net=${path} readlink /proc/self/ns/net`)
      const { running, end, process } = await create(place, asked)
      // To delete it is another TODO.
      if (process) await running.signal('SIGKILL', process.pid)
      await place.machine.settle({ berth: place.berth })
      await shell(`umount ${path}`)
      return { path, network: stdout.trim(), end, process }
    },
    { files: bundleFiles(asked) },
  )
})
