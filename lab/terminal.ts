import { execFileSync } from 'node:child_process'
import type { ReadStream, WriteStream } from 'node:tty'
import { type ExecOptions, exec } from './exec.ts'
import type { Lab } from './lab.ts'

/** A person at a terminal: `process` is one, where both are. */
export interface Terminal {
  stdin: ReadStream
  stdout: WriteStream
  stderr: WriteStream
}

/**
 * Runs a program in the lab on this terminal: keys go there one by one, Ctrl-C too, and the size follows.
 * The terminal is afterwards as it was.
 */
export async function execOnTerminal(
  lab: Lab,
  argv: string[],
  terminal: Terminal,
  options: ExecOptions = {},
): Promise<number> {
  const { stdin, stdout } = terminal
  const size = () => ({ columns: stdout.columns, rows: stdout.rows })
  const onResize = () => lab.call('resize', size()).catch(() => {})
  stdout.on('resize', onResize)
  stdin.setRawMode(true)
  // Node's raw mode still turns \n into \r\n, and the terminal inside has done so already.
  execFileSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] })
  try {
    const env = { TERM: process.env.TERM ?? 'xterm', ...options.env }
    return await exec(lab, argv, terminal, { ...options, env, tty: size() })
  } finally {
    stdin.setRawMode(false)
    stdout.off('resize', onResize)
  }
}
