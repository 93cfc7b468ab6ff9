import type { Ended, Process } from '../../machine/process.ts'
import { nonce } from '../command.ts'
import type { GradedBerth, Running } from '../graded-berth.ts'
import { type Bundle, step } from './bundle.ts'

/** A container after `create`. */
export interface Created {
  running: Running
  end: Ended
  /** What is in the file of --pid-file. */
  pid: string | null
  /** Who has that number. */
  process: Process | undefined
}

/**
 * Has the runtime create a container, and waits until its first process waits.
 *
 * @param options - before the subcommand: `--root`
 */
export async function create(
  { machine, berth, start }: GradedBerth,
  { id, folder }: Bundle,
  options: string[] = [],
): Promise<Created> {
  const pidFile = `/tmp/${nonce()}`
  const running = await start(step, [...options, 'create', '--bundle', folder, '--pid-file', pidFile, id])
  const end = await running.waitForExit()
  await machine.settle({ berth })
  const pid = await machine.read({ berth, path: pidFile })
  const processes = await machine.processes({ berth })
  return { running, end, pid, process: processes.find(({ nsPids }) => nsPids[0] === Number(pid ?? 0)) }
}

/** What a first process said that is no more: behind the gate and the door, that comes out where `create` had its stderr. */
export const lastWords = async (running: Running): Promise<Ended> => ({
  ...(await running.waitForExit()),
  code: null,
})
