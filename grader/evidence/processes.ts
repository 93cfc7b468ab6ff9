import { randomInt } from 'node:crypto'
import type { Ended, Process, Sighting } from '../machine/machine.ts'
import { inBerth, type Place } from './berth.ts'
import { type Command, heldCommand, nonce } from './command.ts'
import { once } from './once.ts'

const step = '02-processes'

/** `container.ts` called in ways it must refuse, and how each ended. */
export const refused = once(() =>
  inBerth(async (place): Promise<{ args: string[]; end: Ended }[]> => {
    const wrong = [[], [nonce()], ['run']]
    return Promise.all(
      wrong.map(async (args) => ({ args, end: await (await place.start(step, args)).ended() })),
    )
  }),
)

/** A command held alive in the second process, then told to end. */
export interface HeldProcess {
  command: Command
  sighting: Sighting
  /** The program that was started, while the command ran. */
  parent: Process | undefined
  /** Variables that the command was given, `PATH=…`; null where there was no command. */
  environment: string[] | null
  /** Of the program, and of the command: which files stdin, stdout and stderr are, in the kernel's words. */
  standardFiles: [ofProgram: string[], ofCommand: string[]]
  end: Ended
}

export const held = once(() =>
  inBerth(async (place): Promise<HeldProcess> => {
    const command = heldCommand()
    const running = await place.start(step, ['run', ...command.argv])
    const sighting = await running.sighted(command.argv)
    const processes = await place.machine.processes({ berth: place.berth })
    const pid = sighting.process?.pid ?? sighting.program
    const environ = sighting.process && (await place.machine.read({ pid, from: 'proc', path: 'environ' }))
    const standardFiles = await Promise.all(
      [sighting.program, pid].map((each) => standardFilesOf(place, each)),
    )
    await running.write('\n')
    return {
      command,
      sighting,
      parent: processes.find(({ pid }) => pid === sighting.program),
      environment: environ?.split('\0') ?? null,
      standardFiles: standardFiles as HeldProcess['standardFiles'],
      end: await running.ended(),
    }
  }),
)

/** On which mount a file is, and its number there (proc_pid_fdinfo(5)): a terminal or a pipe has them as well. */
const identity = /^(mnt_id|ino):.*$/gm

async function standardFilesOf({ machine }: Place, pid: number): Promise<string[]> {
  const read = async (fd: number) => {
    const info = await machine.read({ pid, from: 'proc', path: `fdinfo/${fd}` })
    return info?.match(identity)?.join(', ') ?? 'none'
  }
  return Promise.all([0, 1, 2].map(read))
}

/** Commands that end in every way a command can, and how `container.ts` ended then. */
export interface Ends {
  /** Printed a word to each of its outputs and read one from its input. */
  printing: Ended & { out: string; err: string; typed: string }
  /** Killed by SIGKILL. */
  killed: Ended
  /** Asked to end by such a signal to the program that was started; the command ends with a status of its own. */
  asked: (Ended & { signalled: string; status: number })[]
  /** The program that was started is killed: the command, where it outlives that. */
  orphaned: Process | undefined
  /** Interrupted by a SIGINT and a SIGQUIT to the program that was started, and by none to the command, which ends by itself then. */
  interrupted: Ended
  /** Called by its name, to be found in PATH. */
  named: Ended & { status: number }
  missing: Ended
  notExecutable: Ended
}

export const ends = once(() =>
  inBerth(async (place): Promise<Ends> => {
    const [printing, killed, asked, interrupted, named, missing, notExecutable] = await Promise.all([
      print(place),
      kill(place),
      Promise.all([ask(place, 'TERM'), ask(place, 'HUP')]),
      interrupt(place),
      call(place),
      end(place, [nonce()]),
      end(place, ['/workshop/package.json']),
    ])
    return {
      printing,
      killed,
      asked,
      orphaned: await orphan(place),
      interrupted,
      named,
      missing,
      notExecutable,
    }
  }),
)

async function print(place: Place): Promise<Ends['printing']> {
  const [out, err, typed] = [nonce(), nonce(), nonce()]
  const running = await place.start(step, [
    'run',
    '/bin/sh',
    '-c',
    `read line; echo ${out} $line; echo ${err} >&2`,
  ])
  await running.write(`${typed}\n`)
  return { ...(await running.ended()), out, err, typed }
}

async function kill(place: Place): Promise<Ended> {
  const { argv } = heldCommand()
  const running = await place.start(step, ['run', ...argv])
  const { process } = await running.sighted(argv)
  await running.signal('SIGKILL', process?.pid)
  return running.ended()
}

/** The command says that its trap is set, so that the signal does not come too early. */
async function ask(place: Place, signal: 'TERM' | 'HUP'): Promise<Ends['asked'][number]> {
  const { argv, status } = heldCommand()
  const ready = nonce()
  const running = await place.start(step, [
    'run',
    '/bin/sh',
    '-c',
    `trap "exit ${status}" ${signal}; echo ${ready}; while :; do read line; done`,
    ...argv,
  ])
  await running.printed(ready)
  await running.signal(`SIG${signal}`)
  return { ...(await running.ended()), signalled: `SIG${signal}`, status }
}

/** Once all others have ended: it waits for the whole berth to have nothing left to do. */
async function orphan({ machine, berth, start }: Place): Promise<Ends['orphaned']> {
  // Its standard input ends with the parent: it does not read it.
  const argv = ['/bin/sleep', String(randomInt(100_000, 1_000_000))]
  const running = await start(step, ['run', ...argv])
  const { process } = await running.sighted(argv)
  await running.signal('SIGKILL')
  await running.ended()
  await machine.settle({ berth })
  return (await machine.processes({ berth })).find(({ pid }) => pid === process?.pid)
}

/** As Ctrl-C and Ctrl-\ do it, apart from the command's own. */
async function interrupt(place: Place): Promise<Ended> {
  const { argv } = heldCommand()
  const running = await place.start(step, ['run', ...argv])
  await running.sighted(argv)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) await running.signal(signal)
  await running.write('\n')
  return running.ended()
}

async function call(place: Place): Promise<Ends['named']> {
  const status = randomInt(3, 100)
  return { ...(await end(place, ['sh', '-c', `exit ${status}`])), status }
}

async function end(place: Place, command: string[]): Promise<Ended> {
  const running = await place.start(step, ['run', ...command])
  return running.ended()
}
