import type { Ended, Process, Sighting } from '../../machine/process.ts'
import { type Command, heldCommand } from '../command.ts'
import { type GradedBerth, inBerth } from '../graded-berth.ts'
import { once } from '../once.ts'
import { environmentOf, variable } from './environment.ts'
import { type StandardFile, standardFilesOf } from './standard-files.ts'

/** A command held alive in the second process, then told to end. */
export interface HeldProcess {
  command: Command
  sighting: Sighting
  /** The program that was started, while the command ran. */
  parent: Process | undefined
  /** Variables that the command was given, `PATH=…`; null where there was no command. */
  environment: string[] | null
  /** Of the program, and of the command. */
  standardFiles: [ofProgram: StandardFile[], ofCommand: StandardFile[]]
  sessions: [ofProgram: string, ofCommand: string]
  end: Ended
}

export const held = once(() =>
  inBerth(async (opened): Promise<HeldProcess> => {
    const command = heldCommand()
    const running = await opened.start('02-processes', ['run', ...command.argv], ['env', variable])
    const { processes, ...sighting } = await waitForRest(opened, await running.waitForCommand(command.argv))
    const pid = sighting.process?.pid ?? sighting.program
    const environment = sighting.process && (await environmentOf(opened, pid))
    const standardFiles = await Promise.all([
      standardFilesOf(opened, sighting.program),
      standardFilesOf(opened, pid),
    ])
    const sessions = await Promise.all([sessionOf(opened, sighting.program), sessionOf(opened, pid)])
    await running.write('\n')
    return {
      command,
      sighting,
      parent: processes.find(({ pid }) => pid === sighting.program),
      environment,
      standardFiles,
      sessions,
      end: await running.waitForExit(),
    }
  }),
)

/** Whoever was seen, once it is at rest: a program that has just begun has files open that it is loaded from. */
export async function waitForRest(
  { machine, berth }: GradedBerth,
  sighting: Sighting,
): Promise<Sighting & { processes: Process[] }> {
  await machine.settle({ berth })
  const processes = await machine.processes({ berth })
  return {
    ...sighting,
    processes,
    process: processes.find(({ pid }) => pid === sighting.process?.pid) ?? sighting.process,
  }
}

/** The session that a process is in: the sixth field of its `stat`, the fourth behind its name. */
async function sessionOf({ machine }: GradedBerth, pid: number): Promise<string> {
  const stat = await machine.read({ pid, from: 'proc', path: 'stat' })
  return stat?.split(') ').at(-1)?.split(' ')[3] ?? 'none'
}
