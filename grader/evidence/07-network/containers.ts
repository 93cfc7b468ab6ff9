import { randomInt } from 'node:crypto'
import type { Heard, Network } from '../../machine/network.ts'
import type { Sighting } from '../../machine/process.ts'
import { theMachine } from '../../session/machine.ts'
import { environment } from '../../verdict/judgement.ts'
import { nonce } from '../command.ts'
import { openGradedBerth, type Running } from '../graded-berth.ts'
import { once } from '../once.ts'
import { image, world } from './world.ts'

// Two containers at the same time, in two acts: held alive while they talk to the world outside (held.ts); ended, the first
// by itself and the second by the death of its parent, after which a third one comes and goes (left.ts).

/** The machine's links and rules, as they were at some moment. */
export interface MachineNetwork extends Network {
  rules: string[]
}

export const theBerth = once(async () => {
  const { facts } = await theMachine()
  const lacks = facts.lacks.filter((name) => ['ip', 'nft'].includes(name))
  if (lacks.length > 0)
    environment({
      message: `This machine lacks ${lacks.join(' and ')}. Next: apt-get install iproute2 nftables`,
    })
  const opened = await openGradedBerth({ image })
  const { machine, berth } = opened
  await machine.connect({ berth, world })
  const look = async (): Promise<MachineNetwork> => ({
    ...(await machine.network({ berth })),
    rules: await machine.rules({ berth }),
  })
  return { ...opened, look, before: await look() }
})

/** What a container tells the world outside, each in a way of its own. */
export interface Words {
  /** The question of a datagram: it needs nobody to know a way back. */
  datagram: string
  /** The request of a connection. */
  connection: string
  /** The request of a connection to a name that only the world's resolver knows. */
  name: string
  byName: string
}

export interface Container {
  running: Running
  /** What its command ends with. */
  status: number
  words: Words
  sighting: Sighting
}

/** The first thing that its command does is to talk, and then it does what it is told. */
async function begin(name: string): Promise<Container> {
  const { start } = await theBerth()
  const words = { datagram: `${nonce()}.test`, connection: nonce(), name, byName: nonce() }
  const talk = [
    `(nslookup -type=a ${words.datagram} ${world.server} &)`,
    `(${requestCommand(world.server, words.connection)} &)`,
    `(${requestCommand(`$(${lookupCommand(name)})`, words.byName)} &)`,
  ].join('; ')
  const status = randomInt(3, 100)
  const shell = `{ ${talk}; } >/dev/null 2>&1; while read -r line; do eval "$line"; done; exit ${status}`
  const argv = ['/bin/sh', '-c', shell, nonce()]
  const running = await start('07-network', ['run', 'busybox', ...argv])
  return { running, status, words, sighting: await running.waitForCommand(argv) }
}

/** Busybox, being one static program, finds names by itself with nslookup only: the C library has no part in it. */
export const requestCommand = (address: string, word: string) =>
  `printf 'GET /${word} HTTP/1.0\\r\\n\\r\\n' | nc -w 5 ${address} 80`
export const lookupCommand = (name: string) => `nslookup -type=a ${name} | sed -n 's/^Address: //p'`

export const containers = once(async () => {
  const { machine, berth } = await theBerth()
  await machine.holdBack({ berth })
  return Promise.all(Object.keys(world.names).map(begin))
})

/** For how long the world outside is listened to, ms. Only what never comes is waited for so long. */
const patience = 6_000

export async function listen(words: string[], timeout = patience): Promise<Heard[]> {
  const { machine, berth } = await theBerth()
  return machine.waitForRequests({ berth, words, timeout })
}

/** Has a container talk once more, and listens until that is heard. */
export async function speak({ running }: Container): Promise<{ isHeard: boolean; heard: Heard[] }> {
  const word = nonce()
  await running.write(`${requestCommand(world.server, word)}\n`)
  const heard = await listen([word])
  return { isHeard: heard.some((each) => each.word === word), heard }
}
