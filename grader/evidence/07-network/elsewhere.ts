import type { Ended } from '../../machine/process.ts'
import { nonce } from '../command.ts'
import { once } from '../once.ts'
import { listen, lookupCommand, requestCommand, theBerth } from './containers.ts'
import { resolved, world } from './world.ts'

const resolvConf = '/etc/resolv.conf'

/** As where there is no systemd-resolved: /etc/resolv.conf names who can be asked, and no other file is there. */
const leave = `mv ${resolved} ${resolved}.away; echo nameserver ${world.server} >${resolvConf}`
const comeBack = `mv ${resolved}.away ${resolved}; printf %s "$1" >${resolvConf}`

/** A container on such a machine, and whether it found somebody by name. */
export const elsewhere = once(async (): Promise<{ end: Ended; isHeard: boolean }> => {
  const { start, startProgram } = await theBerth()
  const shell = async (...line: string[]) => (await startProgram('sh', ['-c', ...line])).waitForExit()
  await shell(leave)
  const [word, [name = '']] = [nonce(), Object.keys(world.names)]
  const command = ['sh', '-c', requestCommand(`$(${lookupCommand(name)})`, word)]
  const end = await (await start('07-network', ['run', 'busybox', ...command])).waitForExit()
  const heard = await listen([word])
  await shell(comeBack, 'sh', world.files[resolvConf] ?? '')
  return { end, isHeard: heard.some((each) => each.word === word) }
})
