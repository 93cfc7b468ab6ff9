import type { Ended, Process } from '../../machine/process.ts'
import { heldCommand, nonce } from '../command.ts'
import { inBerth } from '../graded-berth.ts'
import { once } from '../once.ts'
import { called } from './calls.ts'
import { environmentOf, variable, whyPoor } from './environment.ts'
import { held, waitForRest } from './held.ts'
import { type StandardFile, standardFilesOf } from './standard-files.ts'

/** The child without a parent of ours: `container.ts child`, with a command that is held, and with those that are none. */
export interface Alone {
  process: Process | null
  environment: string[] | null
  standardFiles: StandardFile[]
  end: Ended
  /** What that command exits with. */
  status: number
  missing: Ended
  notExecutable: Ended
}

export const alone = once(() =>
  inBerth(async (opened): Promise<Alone> => {
    const begin = (...command: string[]) =>
      opened.start('02-processes', ['child', ...command], ['env', variable])
    const { argv, status } = heldCommand()
    const running = await begin(...argv)
    const { process } = await waitForRest(opened, await running.waitForCommand(argv))
    const environment = process && (await environmentOf(opened, process.pid))
    const standardFiles = process ? await standardFilesOf(opened, process.pid) : []
    await running.write('\n')
    const ended = async (file: string) => (await begin(file)).waitForExit()
    const [missing, notExecutable] = await Promise.all([ended(nonce()), ended('/workshop/package.json')])
    const end = await running.waitForExit()
    return { process, environment, standardFiles, end, status, missing, notExecutable }
  }),
)

/**
 * Whose fault it is that the second process never was the command: that process is called as it should be, and becomes the
 * command then (2.3), does not understand (2.1), or does neither (2.2).
 */
export async function culprit(): Promise<'2.1' | '2.2' | '2.3'> {
  const { process, end } = await alone()
  if (takesForCommand('run', (await held()).end)) return '2.1'
  if (process) return '2.3'
  if (takesForCommand('child', end)) return '2.1'
  const [wrongUse] = (await called()).refused
  const isRefused = end.code === wrongUse?.end.code && (await held()).end.stderr.includes(wrongUse.end.stderr)
  return isRefused ? '2.1' : '2.2'
}

/** Whether the child by itself hands on all the variables that it is given. */
export async function handsAllOn(): Promise<boolean> {
  const { process, environment } = await alone()
  return process !== null && !whyPoor(process, environment)
}

/** Whether a subcommand's own name was taken for the command: it was handed one word too many. */
export const takesForCommand = (subcommand: 'run' | 'child', { stderr }: Ended) =>
  new RegExp(`\\b${subcommand}: there is no such command\\b`).test(stderr)

/** Whether the status of the command is lost by the child, which has started a third process for it. */
export async function losesStatus(): Promise<boolean> {
  const { command, sighting, end } = await held()
  if (end.code === command.status || sighting.process?.ppid === sighting.program) return false
  const { process, end: own, status } = await alone()
  return process !== null && own.code !== status
}

/** Whether the child by itself says something on standard output. */
export const isTalkative = async () => (await alone()).end.stdout !== ''
