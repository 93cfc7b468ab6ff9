import type { Ended } from '../../machine/machine.ts'
import { nonce } from '../command.ts'
import { once } from '../once.ts'
import { addressOf, listen, place, request } from './containers.ts'
import { resolved, world } from './world.ts'

/** As where there is no systemd-resolved: /etc/resolv.conf names who can be asked, and no other file is there. */
const script = `rm ${resolved}; echo nameserver ${world.server} >/etc/resolv.conf`

/** A container on such a machine, and whether it found somebody by name. */
export const elsewhere = once(async (): Promise<{ end: Ended; isHeard: boolean }> => {
  const { start, startProgram } = await place()
  await (await startProgram('sh', ['-c', script])).ended()
  const [word, [name = '']] = [nonce(), Object.keys(world.names)]
  const command = ['sh', '-c', request(`$(${addressOf(name)})`, word)]
  const end = await (await start('07-network', ['run', 'busybox', ...command])).ended()
  const heard = await listen([word])
  return { end, isHeard: heard.some((each) => each.word === word) }
})
