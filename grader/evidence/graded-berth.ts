import type { BerthId, BerthRequest, Machine, Milliseconds, RunId } from '../machine/machine.ts'
import type { Ended, Sighting } from '../machine/process.ts'
import { reportLeftovers } from '../session/facts.ts'
import { theMachine } from '../session/machine.ts'
import { settings } from '../session/settings.ts'
import { gradedFolder, workingCopy } from '../working-copy/graded.ts'
import { patience, patiently } from './patience.ts'

/** A berth with the code under judgement in it. */
export interface GradedBerth {
  machine: Machine
  berth: BerthId
  /** Starts `container.ts <args>` of a step. `by`: a command that executes it, such as `env NAME=value`. */
  start(step: string, args: string[], by?: string[]): Promise<Running>
  /** Starts any other program; `longest` is how long it may take. */
  startProgram(program: string, args: string[], longest?: Milliseconds): Promise<Running>
  /** Runs a line of shell to its end, with programs of the machine's. */
  shell(line: string): Promise<Ended>
  /** Ends all that lives in it; what the code left behind goes into the verdict. */
  close(): Promise<void>
}

/** `container.ts` as it runs. */
export interface Running {
  run: RunId
  /** Waits until somebody executes `command`. */
  waitForCommand(command: string[]): Promise<Sighting>
  waitForOutput(text: string): Promise<boolean>
  write(text: string | null): Promise<void>
  signal(signal: NodeJS.Signals, pid?: number): Promise<void>
  waitForExit(): Promise<Ended>
}

/** What a berth is given beside the code under judgement; `files` are those in /workshop. */
export type Given = Partial<Omit<BerthRequest, 'mine'>>

export async function openGradedBerth({ files, ...given }: Given = {}): Promise<GradedBerth> {
  const { folder, mine } = settings()
  const { machine } = await theMachine()
  const all = { ...workingCopy(folder), ...files }
  const berth = await machine.openBerth({ image: {}, images: {}, ...given, files: all, mine })
  return {
    machine,
    berth,
    start(step, args, by = []) {
      const [program = 'node', ...rest] = [...by, 'node', `${gradedFolder(folder)}/${step}/container.ts`]
      return startProgram(machine, berth, program, [...rest, ...args])
    },
    startProgram: (program, args, longest) => startProgram(machine, berth, program, args, longest),
    shell: async (line) => (await startProgram(machine, berth, 'sh', ['-c', line])).waitForExit(),
    close: async () => reportLeftovers(await machine.closeBerth({ berth })),
  }
}

/** The end of a program that was killed, and was not seen to end in time. */
const killed = { code: null, signal: 'SIGKILL', stdout: '', stderr: '' } as const

/** Opens a berth for `action` and closes it. */
export async function inBerth<T>(action: (opened: GradedBerth) => Promise<T>, given?: Given): Promise<T> {
  const opened = await openGradedBerth(given)
  try {
    return await action(opened)
  } finally {
    await opened.close()
  }
}

async function startProgram(
  machine: Machine,
  berth: BerthId,
  program: string,
  args: string[],
  timeout: Milliseconds = patience,
): Promise<Running> {
  const run = await machine.start({ berth, program, args })
  return {
    run,
    waitForCommand(command) {
      const look = () => machine.waitForCommand({ run, command, timeout })
      return patiently({ machine, berth }, look, ({ timedOut }) => !timedOut, timeout)
    },
    async waitForOutput(text) {
      const listen = () => machine.waitForOutput({ run, text, timeout })
      return (await patiently({ machine, berth }, listen, (answer) => answer !== null, timeout)) ?? false
    },
    write: (text) => machine.write({ run, text }),
    signal: (signal, pid) => machine.signal({ run, signal, ...(pid !== undefined && { pid }) }),
    async waitForExit() {
      const wait = () => machine.waitForExit({ run, timeout })
      const end = await patiently({ machine, berth }, wait, (answer) => answer !== null, timeout)
      if (end) return end
      await machine.signal({ run, signal: 'SIGKILL' })
      return { ...killed, ...(await wait()), overdue: true }
    },
  }
}
