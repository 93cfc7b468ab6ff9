import { randomInt } from 'node:crypto'
import { IMAGES } from '#provided/image/unpacked.ts'
import type { Ended, Process } from '../../machine/process.ts'
import { heldCommand, nonce } from '../command.ts'
import { type GradedBerth, inBerth } from '../graded-berth.ts'
import { once } from '../once.ts'
import { waitForRest } from './held.ts'

/** Commands that end in every way a command can, and how `container.ts` ended then. */
export interface Ends {
  /** Printed a word to each of its outputs and read one from its input. */
  printing: Ended & { out: string; err: string; typed: string }
  /** Killed by SIGKILL, and by a signal that nobody can have written down. */
  killed: (Ended & { by: NodeJS.Signals })[]
  /** Asked to end by a SIGHUP to the program that was started; the command does so at the second one. */
  asked: Ended & { status: number }
  /** Asked by a SIGTERM, with a SIGINT and a SIGQUIT before each, which must not end anything. */
  interrupted: Ended & { status: number }
  /** The program that was started is killed: the command, where it outlives that. */
  orphaned: Process | undefined
  /** Called by its name, to be found in PATH. */
  named: Ended & { status: number }
  missing: Ended
  notExecutable: Ended
  /** Who became a command by itself, called as the child is, with one file open more than anybody expects. */
  heir: Process | null
}

export const ends = once(() =>
  inBerth(async (opened): Promise<Ends> => {
    // In turns: each takes two starts of Node, and on a busy machine all at once would take longer than one is waited for.
    const [printing, asked, interrupted] = await Promise.all([
      print(opened),
      ask(opened, ['SIGHUP']),
      // Of those that are pending together the kernel delivers the one with the lowest number first: SIGTERM comes last.
      ask(opened, ['SIGINT', 'SIGQUIT', 'SIGTERM']),
    ])
    const killed = await Promise.all([kill(opened, 'SIGKILL'), kill(opened, anySignal())])
    const [named, missing, notExecutable, heir] = await Promise.all([
      call(opened),
      end(opened, [nonce()]),
      end(opened, ['/workshop/package.json']),
      inherit(opened),
    ])
    return {
      printing,
      killed,
      asked,
      interrupted,
      orphaned: await orphan(opened),
      named,
      missing,
      notExecutable,
      heir,
    }
  }),
)

async function print(opened: GradedBerth): Promise<Ends['printing']> {
  const [out, err, typed] = [nonce(), nonce(), nonce()]
  const running = await opened.start('02-processes', [
    'run',
    '/bin/sh',
    '-c',
    `read line; echo ${out} $line; echo ${err} >&2`,
  ])
  await running.write(`${typed}\n`)
  return { ...(await running.waitForExit()), out, err, typed }
}

async function kill(opened: GradedBerth, by: NodeJS.Signals): Promise<Ends['killed'][number]> {
  const { argv } = heldCommand()
  const running = await opened.start('02-processes', ['run', ...argv])
  const { process } = await running.waitForCommand(argv)
  await running.signal(by, process?.pid)
  return { ...(await running.waitForExit()), by }
}

const busybox = `${IMAGES}/busybox/rootfs/bin/busybox`

const anySignal = () => (['SIGALRM', 'SIGUSR1', 'SIGUSR2'] as const)[randomInt(3)] ?? 'SIGALRM'

/**
 * Sends signals twice; the last one of them ends the command at the second time. It says when its trap is set, so that none
 * comes too early, and when one has come, so that the parent is done with those before. The shell is busybox’s: bash forgets a
 * signal that comes while the trap of the one before is at work.
 */
async function ask(opened: GradedBerth, signals: NodeJS.Signals[]): Promise<Ends['asked']> {
  const { argv, status } = heldCommand()
  const [ready, trapped, leaving] = [nonce(), nonce(), nonce()]
  const signal = signals.at(-1)?.replace('SIG', '')
  const again = `trap "echo ${leaving}; exit ${status}" ${signal}; echo ${trapped}`
  const running = await opened.start('02-processes', [
    'run',
    busybox,
    'sh',
    '-c',
    `trap "" INT QUIT; trap '${again}' ${signal}; echo ${ready}; while :; do read line; done`,
    ...argv,
  ])
  await running.waitForOutput(ready)
  // Its parent may have come back from the spawn, and not have said yet what it does about signals.
  await opened.machine.settle({ berth: opened.berth })
  for (const word of [trapped, leaving]) {
    for (const each of signals) await running.signal(each)
    // A shell looks whether a signal has come, then calls read(2): what comes between the two waits until something is typed.
    if (await running.waitForOutput(word)) continue
    await running.write('\n')
    await running.waitForOutput(word)
  }
  return { ...(await running.waitForExit()), status }
}

/** Once all others have ended: it waits for the whole berth to have nothing left to do. */
async function orphan({ machine, berth, start }: GradedBerth): Promise<Ends['orphaned']> {
  // Its standard input ends with the parent: it does not read it.
  const argv = ['/bin/sleep', String(randomInt(100_000, 1_000_000))]
  const running = await start('02-processes', ['run', ...argv])
  const { process } = await running.waitForCommand(argv)
  await running.signal('SIGKILL')
  await running.waitForExit()
  await machine.settle({ berth })
  return (await machine.processes({ berth })).find(({ pid }) => pid === process?.pid)
}

async function call(opened: GradedBerth): Promise<Ends['named']> {
  const status = randomInt(3, 100)
  return { ...(await end(opened, ['sh', '-c', `exit ${status}`])), status }
}

/** Node itself closes what it finds open up to 15 or so. The shell of busybox knows such numbers; few others do. */
const withOpenFile = [busybox, 'sh', '-c', 'exec "$@" 40</dev/null', 'sh']

async function inherit(opened: GradedBerth): Promise<Ends['heir']> {
  const { argv } = heldCommand()
  const running = await opened.start('02-processes', ['child', ...argv], withOpenFile)
  const { process, program } = await waitForRest(opened, await running.waitForCommand(argv))
  await running.write('\n')
  await running.waitForExit()
  // Where the child has started another process for the command, what is open there says nothing about the child.
  return process?.pid === program ? process : null
}

async function end(opened: GradedBerth, command: string[]): Promise<Ended> {
  const running = await opened.start('02-processes', ['run', ...command])
  return running.waitForExit()
}
