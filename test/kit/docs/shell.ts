import { type ChildProcess, spawn } from 'node:child_process'
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { exec } from '../../../lab/exec.ts'
import type { Lab } from '../../../lab/lab.ts'
import { environment } from '../environment.ts'

/** What it says when it waits for a command: nothing that any command says. */
const PROMPT = '<{ready}>'

const bash = ['bash', '--noprofile', '--norc', '--noediting', '-i']
const prompts = { PS1: PROMPT, PS2: '' }
const size = { columns: 80, rows: 40 }

/** A shell on a terminal, as a person has it who types what a lesson says. */
export class Shell {
  readonly #input: Writable
  #shown = ''
  #onShown = () => {}

  private constructor(input: Writable, output: Readable) {
    this.#input = input
    output.setEncoding('utf8').on('data', (text: string) => {
      this.#shown += text
      this.#onShown()
    })
  }

  /** @param folder - that it starts in */
  static async here(folder: string): Promise<Shell & Disposable> {
    const command = `stty cols ${size.columns} rows ${size.rows} -echo; exec ${bash.join(' ')}`
    const child: ChildProcess = spawn('script', ['--quiet', '--command', command, '/dev/null'], {
      cwd: folder,
      env: { ...environment, TERM: 'xterm-256color', ...prompts },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const shell = new Shell(child.stdin as Writable, child.stdout as Readable)
    await shell.#ready()
    return Object.assign(shell, { [Symbol.dispose]: () => void child.kill('SIGKILL') })
  }

  static async inLab(lab: Lab): Promise<Shell> {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()]
    // Ends with the lab.
    exec(
      lab,
      bash,
      { stdin, stdout, stderr: stdout },
      { env: { TERM: 'dumb', ...prompts }, tty: size },
    ).catch(() => {})
    const shell = new Shell(stdin, stdout)
    await shell.#ready()
    await shell.run('stty -echo')
    return shell
  }

  /** Types a command and reads what is shown until the next prompt. */
  async run(command: string): Promise<string> {
    this.#input.write(`${command}\n`)
    return this.#ready()
  }

  /** What is shown up to the next prompt. */
  async #ready(): Promise<string> {
    while (!this.#shown.includes(PROMPT)) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#onShown = resolve
      await promise
    }
    const end = this.#shown.indexOf(PROMPT)
    const text = this.#shown.slice(0, end).replaceAll('\r', '')
    this.#shown = this.#shown.slice(end + PROMPT.length)
    return text
  }
}
