import { type SpawnOptions, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { messages } from './messages.ts'

/**
 * Starts a program that the kernel kills when we die, whatever kills us: without it a `kill -9` of the
 * grader would leave a QEMU behind.
 */
export function spawnBound(program: string, args: string[], options: SpawnOptions) {
  return spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], options)
}

export interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** What the program reads on its stdin. */
  input?: string | undefined
  signal?: AbortSignal | undefined
  /** Called with each line that the program writes to its file descriptor 3. */
  onStatus?: (line: string) => void
}

/**
 * Runs a program to its end.
 *
 * @returns its stdout
 * @throws {LabError} with the end of its output, when it does not exit with 0
 */
export async function run([program = '', ...args]: string[], options: RunOptions = {}): Promise<string> {
  const { input, signal, onStatus, ...rest } = options
  signal?.throwIfAborted()
  const child = spawnBound(program, args, {
    ...rest,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
  })
  const abort = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', abort)
  child.stdin?.on('error', () => {}).end(input)
  if (onStatus) createInterface(child.stdio[3] as Readable).on('line', onStatus)
  else (child.stdio[3] as Readable).resume()

  try {
    const [stdout, stderr, ended] = await Promise.all([
      text(child.stdout as Readable),
      text(child.stderr as Readable),
      new Promise<number | string>((resolve, reject) => {
        child.on('error', reject)
        child.on('close', (code, killedBy) => resolve(code ?? killedBy ?? 'no status'))
      }),
    ])
    signal?.throwIfAborted()
    if (ended !== 0) throw messages.program([program, ...args].join(' '), String(ended), stderr || stdout)
    return stdout
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
