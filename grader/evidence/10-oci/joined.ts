import type { Ended } from '../../machine/process.ts'
import { nonce } from '../command.ts'
import { inBerth } from '../graded-berth.ts'
import { once } from '../once.ts'
import { bundle, bundleFiles, step } from './bundle.ts'
import { type Created, create } from './create.ts'
import { type State, stateOf } from './state.ts'

/**
 * A container whose bundle names the network that it is to join, as that of a container of a pod does, and whose runtime
 * keeps its notes where it is told to. It is killed before anybody starts it.
 */
export interface Joined extends Pick<Created, 'end' | 'process'> {
  path: string
  /** The network namespace at that path: `net:[4026532008]` */
  network: string
  kill: Ended
  /** Its first process, all the same. */
  survived: boolean
  said: State
}

export const joined = once((): Promise<Joined> => {
  const path = `/tmp/${nonce()}`
  const asked = bundle()
  for (const each of asked.config.linux.namespaces) if (each.type === 'network') each.path = path
  return inBerth(
    async (opened) => {
      const { stdout } = await opened.shell(`: >${path} && unshare --net=${path} readlink /proc/self/ns/net`)
      const options = ['--root', `/tmp/${nonce()}`]
      const { running, end, process } = await create(opened, asked, options)
      const called = async (...args: string[]) =>
        (await opened.start(step, [...options, ...args])).waitForExit()
      const kill = await called('kill', asked.id, 'KILL')
      await opened.machine.settle({ berth: opened.berth })
      const left = await opened.machine.processes({ berth: opened.berth })
      const survived = left.some(({ pid, state }) => pid === process?.pid && state !== 'Z')
      if (survived && process) await running.signal('SIGKILL', process.pid)
      await opened.machine.settle({ berth: opened.berth })
      const said = stateOf(await called('state', asked.id))
      await opened.shell(`umount ${path}`)
      return { path, network: stdout.trim(), end, process, kill, survived, said }
    },
    { files: bundleFiles(asked), mayTrace: true },
  )
})
