import { type ExecOptions, exec } from './exec.ts'
import { type Lab, openLab } from './lab.ts'
import { LabError } from './messages.ts'
import { addPodman } from './podman/podman.ts'
import { showProgress } from './progress.ts'
import { execOnTerminal } from './terminal.ts'
import { sendWorkshop, type TextFiles } from './workshop.ts'

/** The lab could not be had. */
const noLab = 3
const interrupted = 130

export interface SessionOptions extends ExecOptions {
  /** What is put into /workshop instead of the person's files themselves. */
  prepare?: (files: TextFiles) => TextFiles
  /** The lab has podman. */
  podman?: boolean
  /** Done in the lab before the program runs; what it answers other than 0 is the exit code to end with. */
  before?: (lab: Lab) => Promise<number>
}

/**
 * Opens a lab with the person's files in /workshop and runs one program in it, on this process's terminal or pipes.
 *
 * @returns the exit code to end with: the program's own, 3 where there is no lab, 130 where the set-up was interrupted
 */
export async function runInLab(argv: string[], options: SessionOptions = {}): Promise<number> {
  const { stdin, stdout, stderr } = process
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => abort.abort())
  stdout.on('error', () => abort.abort())
  const { onProgress, clear } = showProgress(stderr)
  try {
    const lab = await openLab({ onProgress, signal: abort.signal })
    try {
      if (options.podman) await addPodman(lab, { onProgress, signal: abort.signal })
      clear()
      await sendWorkshop(lab, options.prepare)
      const status = (await options.before?.(lab)) ?? 0
      if (status !== 0) return status
      const isTerminal = stdin.isTTY && stdout.isTTY && stderr.isTTY
      return await (isTerminal ? execOnTerminal : exec)(lab, argv, process, options)
    } finally {
      await lab.close()
    }
  } catch (error) {
    clear()
    if (abort.signal.aborted) return interrupted
    stderr.write(`${error instanceof LabError ? error.message : (error as Error).stack}\n`)
    return noLab
  } finally {
    stdin.destroy()
  }
}
