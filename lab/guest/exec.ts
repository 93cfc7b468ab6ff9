import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { keptCode } from '../../grader/berth/root/paths.ts'
import { openPty, type Size, setSize } from './pty.ts'

export interface Exec {
  argv: string[]
  cwd: string
  env: Record<string, string>
  /** Whether stdin is the host's; else it is empty. The host's ends once, so one program can have it. */
  stdin: boolean
  /** The size of the terminal that it gets; none gives it three pipes. */
  tty?: Size
  /** What is written after the last output, so that the host knows that it has everything. */
  end: string
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

let stdinIsTaken = false

/** Runs a program on the host's streams, which init has laid out as pipes in /run/lab. */
export async function exec({ argv, cwd, env, stdin, tty, end }: Exec): Promise<Exit> {
  if (stdin && stdinIsTaken) throw new Error('stdin was given to an earlier program of this lab')
  stdinIsTaken ||= stdin
  const input = openSync(stdin ? '/run/lab/in' : '/dev/null', 'r')
  const outputs: [number, number] = [openSync('/run/lab/out', 'w'), openSync('/run/lab/err', 'w')]
  const options = { cwd, env: { ...process.env, NODE_COMPILE_CACHE: keptCode, ...env } }
  try {
    const exit = await (tty
      ? runOnTerminal(argv, options, input, outputs[0], tty)
      : exited(start(argv, { ...options, detached: true }, [input, ...outputs]), outputs[1]))
    for (const fd of outputs) await promisify(write)(fd, end)
    return exit
  } finally {
    for (const fd of [input, ...outputs]) closeSync(fd)
  }
}

interface Options {
  cwd: string
  env: NodeJS.ProcessEnv
  /** In a session of its own, where `kill 0` reaches nobody else. */
  detached?: boolean
}

function start([program = '', ...args]: string[], options: Options, stdio: StdioOptions) {
  return spawn(program, args, { ...options, stdio })
}

/** Its exit; as a shell has it, 127 with a word of why where it could not be started. */
async function exited(child: ChildProcess, errors: number): Promise<Exit> {
  try {
    const [code, signal] = await once(child, 'exit')
    return { code, signal }
  } catch (error) {
    writeSync(errors, `lab: ${(error as Error).message}\n`)
    return { code: 127, signal: null }
  }
}

/** Copies what comes as it comes; busybox' cat has the kernel do it, by sendfile(2), which waits for more. */
const copy = ['dd', 'bs=64k']

/** The master of the terminal that a program runs on now. */
let terminal: number | undefined

/** Not the console: what the host cannot take at once, QEMU would throw away there. */
async function runOnTerminal(argv: string[], options: Options, input: number, output: number, size: Size) {
  const { master, slave } = openPty(size)
  terminal = master
  const typing = start(copy, options, [input, master, 'ignore'])
  // Ends with EIO when it has everything and nobody has the slave open any more.
  const showing = start(copy, options, [master, output, 'ignore'])
  const shown = once(showing, 'exit')
  try {
    const child = start(['setsid', '--ctty', ...argv], options, [slave, slave, slave])
    closeSync(slave)
    const exit = await exited(child, output)
    await shown
    return exit
  } finally {
    typing.kill()
    terminal = undefined
    closeSync(master)
  }
}

export function resize(size: Size): void {
  if (terminal !== undefined) setSize(terminal, size)
}
