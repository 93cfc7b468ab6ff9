import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { environment } from './environment.ts'
import { project } from './project.ts'
import { preload } from './run.ts'

/** One of the kit's programs on a terminal, as a person has it, who reads and types. */
export class Terminal {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  /** The exit status of the program. */
  readonly ended: Promise<number>
  #screen = ''

  /**
   * @param program - with its arguments: `lab/main.ts`
   * @param cwd - instead of the project's root
   * @param env - instead of a person's own
   * @param term - what kind of terminal it is
   */
  constructor(
    program: string,
    {
      columns,
      rows,
      cwd = project,
      env = environment,
      term = 'xterm-256color',
    }: { columns: number; rows: number; cwd?: string; env?: Record<string, string>; term?: string },
  ) {
    const command = `stty cols ${columns} rows ${rows}; exec ${process.execPath} ${preload.join(' ')} ${program}`
    // script(1) makes the terminal; it ends with the program's exit status.
    this.#process = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd,
      env: { ...env, TERM: term },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.ended = once(this.#process, 'close').then(([code]) => code)
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#screen += text
      this.#process.emit('shown')
    })
  }

  types(keys: string): void {
    this.#process.stdin.write(keys)
  }

  /** Waits until `text` is shown; what was shown up to there is not looked at again, and returned. */
  async shows(text: string): Promise<string> {
    while (!this.#screen.includes(text)) {
      const shown = once(this.#process, 'shown').then(() => undefined)
      const code = await Promise.race([shown, this.ended])
      if (code !== undefined && !this.#screen.includes(text))
        throw new Error(`It ended with ${code} and never showed ${JSON.stringify(text)}:\n${this.#screen}`)
    }
    const end = this.#screen.indexOf(text) + text.length
    const shown = this.#screen.slice(0, end)
    this.#screen = this.#screen.slice(end)
    return shown
  }

  /** All that was not looked at yet, up to the end of the program. */
  async rest(): Promise<string> {
    await this.ended
    return this.#screen
  }

  [Symbol.dispose](): void {
    this.#process.kill('SIGKILL')
  }
}
