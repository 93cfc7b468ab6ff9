import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import type { Exec, Exit } from './guest/exec.ts'
import type { Lab } from './lab.ts'

export interface Stdio {
  stdin?: Readable
  stdout: Writable
  stderr: Writable
}

export interface ExecOptions {
  /** A folder in the lab, `/workshop` if not given. */
  cwd?: string
  /** Added to the lab's own environment. */
  env?: Record<string, string>
  /** Run it on a terminal of this size instead of on pipes. */
  tty?: { columns: number; rows: number }
}

/**
 * Runs a program in the lab, one at a time, to its end and to the last byte of its output.
 *
 * @returns its exit code, 128 + the signal that ended it
 * @example
 * const code = await exec(lab, ['uname', '-r'], process)
 */
export async function exec(
  lab: Lab,
  argv: string[],
  stdio: Stdio,
  options: ExecOptions = {},
): Promise<number> {
  const { cwd = '/workshop', env = {}, tty } = options
  const end = randomUUID()
  const request: Exec = { argv, cwd, env, stdin: stdio.stdin !== undefined, end, ...(tty && { tty }) }
  const { in: input, out, err } = lab.ports
  stdio.stdin?.pipe(input)
  try {
    const [{ code, signal }] = await Promise.all([
      lab.call<Exit>('exec', request),
      copyUntil(end, out, stdio.stdout),
      copyUntil(end, err, stdio.stderr),
    ])
    return code ?? 128 + (signal ? constants.signals[signal] : 0)
  } finally {
    stdio.stdin?.unpipe(input)
  }
}

/** Copies what comes before `end`. The exit says nothing of it: that takes another way, and overtakes it. */
async function copyUntil(end: string, from: Readable, to: Writable) {
  let held = Buffer.alloc(0)
  for await (const chunk of from.iterator({ destroyOnReturn: false })) {
    held = Buffer.concat([held, chunk])
    const found = held.indexOf(end)
    const ready = found === -1 ? held.length - startOf(end, held) : found
    if (ready && !to.write(held.subarray(0, ready))) await once(to, 'drain')
    if (found !== -1) return
    held = held.subarray(ready)
  }
}

/** How many bytes at the end of `text` may be the start of `end`. */
function startOf(end: string, text: Buffer) {
  for (let length = Math.min(end.length - 1, text.length); length > 0; length--)
    if (text.subarray(-length).equals(Buffer.from(end.slice(0, length)))) return length
  return 0
}
