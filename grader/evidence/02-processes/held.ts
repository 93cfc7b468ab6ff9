import type { Ended, Process, Sighting } from '../../machine/process.ts'
import type { fail } from '../../verdict/outcome.ts'
import { inBerth, type OpenedBerth } from '../berth.ts'
import { type Command, heldCommand, nonce } from '../command.ts'
import { once } from '../once.ts'

/** The step of which all this is. */
export const step = '02-processes'

/** `container.ts` as it was called, and how it ended. */
interface Called {
  args: string[]
  end: Ended
}

/** Calls that it must refuse, and the shortest one that it must understand. */
export const called = once(() =>
  inBerth(async (opened): Promise<{ refused: Called[]; understood: Called }> => {
    const call = async (args: string[]): Promise<Called> => ({
      args,
      end: await (await opened.start(step, args)).waitForExit(),
    })
    const [understood, ...refused] = await Promise.all([
      call(['run', '/bin/true']),
      ...[[], [nonce(), '/bin/echo', nonce()], ['run'], ['child']].map(call),
    ])
    return { refused, understood }
  }),
)

/** An environment variable that `container.ts` is started with: the command must inherit it. */
export const variable = `WORD=${nonce()}`

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
    const running = await opened.start(step, ['run', ...command.argv], ['env', variable])
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

/** The child without a parent of ours: `container.ts child`, with a command that is held, and with those that are none. */
export interface Alone {
  process: Process | null
  environment: string[] | null
  standardFiles: StandardFile[]
  end: Ended
  missing: Ended
  notExecutable: Ended
}

export const alone = once(() =>
  inBerth(async (opened): Promise<Alone> => {
    const begin = (...command: string[]) => opened.start(step, ['child', ...command], ['env', variable])
    const { argv } = heldCommand()
    const running = await begin(...argv)
    const { process } = await waitForRest(opened, await running.waitForCommand(argv))
    const environment = process && (await environmentOf(opened, process.pid))
    const standardFiles = process ? await standardFilesOf(opened, process.pid) : []
    await running.write('\n')
    const ended = async (file: string) => (await begin(file)).waitForExit()
    const [missing, notExecutable] = await Promise.all([ended(nonce()), ended('/workshop/package.json')])
    return { process, environment, standardFiles, end: await running.waitForExit(), missing, notExecutable }
  }),
)

/**
 * Whose fault it is that the second process never was the command: that process is called as it should be, and becomes the
 * command then (2.3), does not understand (2.1), or does neither (2.2).
 */
export async function culprit(): Promise<'2.1' | '2.2' | '2.3'> {
  const { process, end } = await alone()
  if (process) return '2.3'
  // It takes its own name for the command: it was handed one word too many.
  if (/\bchild: there is no such command\b/.test(end.stderr)) return '2.1'
  const [wrongUse] = (await called()).refused
  const isRefused = end.code === wrongUse?.end.code && (await held()).end.stderr.includes(wrongUse.end.stderr)
  return isRefused ? '2.1' : '2.2'
}

/** What a check says where variables of the program's have got lost; undefined where none have. */
export function whyPoor(
  { nsPids }: Process,
  environment: string[] | null,
): Parameters<typeof fail>[0] | undefined {
  if (environment?.includes(variable) && environment.some((each) => each.startsWith('PATH=')))
    return undefined
  return {
    kernelFile: `/proc/${nsPids[0]}/environ`,
    expected: `the variables of your program, PATH and ${variable} among them`,
    found: environment?.filter(Boolean).join(' ') || 'none',
  }
}

/** Whether the child by itself hands on all the variables that it is given. */
export async function handsAllOn(): Promise<boolean> {
  const { process, environment } = await alone()
  return process !== null && !whyPoor(process, environment)
}

/** What a check says where somebody else wrote where only the command may. */
export const othersWords = (found: string): Parameters<typeof fail>[0] => ({
  expected: "the command's own words on standard output, and no others",
  found: found.trim(),
  message:
    'Standard output belongs to the command. Say what you have to say on standard error: writeSync(2, …).',
})

/** Whether the child by itself says something on standard output. */
export const isTalkative = async () => (await alone()).end.stdout !== ''

/** Whoever was seen, once it is at rest: a program that has just begun has files open that it is loaded from. */
export async function waitForRest(
  { machine, berth }: OpenedBerth,
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

async function environmentOf({ machine }: OpenedBerth, pid: number): Promise<string[] | null> {
  const text = await machine.read({ pid, from: 'proc', path: 'environ' })
  return text?.split('\0') ?? null
}

/** stdin, stdout or stderr of a process (proc_pid_fdinfo(5)). */
export interface StandardFile {
  /** On which mount it is, and its number there: a terminal or a pipe has them as well. */
  identity: string
  /** A write to it that would have to wait fails with EAGAIN (O_NONBLOCK), which few programs expect. */
  isNonBlocking: boolean
}

const O_NONBLOCK = 0o4000

/** What a check says where one of them does not block; undefined where all do. */
export function whyNonBlocking(
  { nsPids }: Process,
  files: StandardFile[],
): Parameters<typeof fail>[0] | undefined {
  const at = files.findIndex(({ isNonBlocking }) => isNonBlocking)
  if (at < 0) return undefined
  return {
    kernelFile: `/proc/${nsPids[0]}/fdinfo/${at}`,
    expected: 'flags without O_NONBLOCK, 04000',
    found: 'O_NONBLOCK: what the command writes there may get lost',
    message:
      'Node makes a pipe non-blocking when it writes to it by console.error or process.stderr, or imports node:util or node:process; and so it is for the command. writeSync(2, …) leaves it alone.',
  }
}

async function standardFilesOf({ machine }: OpenedBerth, pid: number): Promise<StandardFile[]> {
  const read = async (fd: number): Promise<StandardFile> => {
    const info = await machine.read({ pid, from: 'proc', path: `fdinfo/${fd}` })
    const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(info ?? '')?.[1] ?? '0', 8)
    return {
      identity: info?.match(/^(mnt_id|ino):.*$/gm)?.join(', ') ?? 'none',
      isNonBlocking: (flags & O_NONBLOCK) !== 0,
    }
  }
  return Promise.all([0, 1, 2].map(read))
}

/** The session that a process is in: the sixth field of its `stat`, the fourth behind its name. */
async function sessionOf({ machine }: OpenedBerth, pid: number): Promise<string> {
  const stat = await machine.read({ pid, from: 'proc', path: 'stat' })
  return stat?.split(') ').at(-1)?.split(' ')[3] ?? 'none'
}
