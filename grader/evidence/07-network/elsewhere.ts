import type { Ended } from '../../machine/process.ts'
import { heldCommand, nonce } from '../command.ts'
import { once } from '../once.ts'
import { listen, lookupCommand, requestCommand, theBerth } from './containers.ts'
import { resolvConf, resolvedFolder, world } from './world.ts'

/** As where there is no systemd-resolved: /etc/resolv.conf names who can be asked, and its folder is not there. */
const leave = `for it in ${resolvedFolder} ${resolvConf}; do mv $it $it.away; done; echo nameserver ${world.server} >${resolvConf}`
/** And as where nobody can be asked from a container. */
const forget = `echo nameserver 127.0.0.1 >${resolvConf}`
/** Whatever code has made there meanwhile. */
const comeBack = `for it in ${resolvedFolder} ${resolvConf}; do rm -rf $it; mv $it.away $it; done`

export interface Elsewhere {
  end: Ended
  /** Whether it found somebody by name. */
  isHeard: boolean
  offline: Offline
}

/** A container where the machine has nobody to name. */
export interface Offline {
  isStarted: boolean
  /** What it is told; null where it got no file. */
  resolvers: string | null
  end: Ended
}

/** Containers on such machines. */
export const elsewhere = once(async (): Promise<Elsewhere> => {
  const { shell } = await theBerth()
  await shell(leave)
  try {
    const found = await lookUp()
    await shell(forget)
    return { ...found, offline: await startOffline() }
  } finally {
    await shell(comeBack)
  }
})

async function lookUp(): Promise<Omit<Elsewhere, 'offline'>> {
  const { start } = await theBerth()
  const [word, [name = '']] = [nonce(), Object.keys(world.names)]
  const command = ['sh', '-c', requestCommand(`$(${lookupCommand(name)})`, word)]
  const end = await (await start('07-network', ['run', 'busybox', ...command])).waitForExit()
  const heard = await listen([word])
  return { end, isHeard: heard.some((each) => each.word === word) }
}

async function startOffline(): Promise<Offline> {
  const { machine, start } = await theBerth()
  const { argv } = heldCommand()
  const running = await start('07-network', ['run', 'busybox', ...argv])
  try {
    const { process } = await running.waitForCommand(argv)
    const resolvers = process && (await machine.read({ pid: process.pid, from: 'root', path: resolvConf }))
    await running.write('\n')
    return { isStarted: process !== null, resolvers, end: await running.waitForExit() }
  } finally {
    // Where the machine was too slow to tell it is still there, and others would take it for theirs.
    await running.signal('SIGKILL')
  }
}
