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
  end: Ended
}

export const held = once(() =>
  inBerth(async (place): Promise<HeldProcess> => {
    const command = heldCommand()
    const running = await place.start(step, ['run', ...command.argv])
    const sighting = await running.sighted(command.argv)
    const processes = await place.machine.processes({ berth: place.berth })
    await running.write('\n')
    return {
      command,
      sighting,
      parent: processes.find(({ pid }) => pid === sighting.program),
      end: await running.ended(),
    }
  }),
)

/** Commands that end in every way a command can, and how `container.ts` ended then. */
export interface Ends {
  /** Printed a word to each of its outputs and read one from its input. */
  printing: Ended & { out: string; err: string; typed: string }
  /** Killed by SIGKILL. */
  killed: Ended
  /** Asked to end by a SIGTERM to the program that was started; the command ends with a status of its own. */
  asked: Ended & { status: number }
  /** Interrupted by a SIGINT to the program that was started, and by none to the command, which ends by itself then. */
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
      ask(place),
      interrupt(place),
      call(place),
      end(place, [nonce()]),
      end(place, ['/workshop/package.json']),
    ])
    return { printing, killed, asked, interrupted, named, missing, notExecutable }
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
async function ask(place: Place): Promise<Ends['asked']> {
  const { argv, status } = heldCommand()
  const ready = nonce()
  const running = await place.start(step, [
    'run',
    '/bin/sh',
    '-c',
    `trap "exit ${status}" TERM; echo ${ready}; while :; do read line; done`,
    ...argv,
  ])
  await running.printed(ready)
  await running.signal('SIGTERM')
  return { ...(await running.ended()), status }
}

/** As Ctrl-C does it, apart from the command's own. */
async function interrupt(place: Place): Promise<Ended> {
  const { argv } = heldCommand()
  const running = await place.start(step, ['run', ...argv])
  await running.sighted(argv)
  await running.signal('SIGINT')
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
