/** `npm run lab` opens a shell in the lab, `npm run lab -- <command>` runs one program there. */
import { exec } from './exec.ts'
import { openLab } from './index.ts'
import { LabError } from './messages.ts'
import { showProgress } from './progress.ts'
import { execOnTerminal } from './terminal.ts'
import { sendWorkshop } from './workshop.ts'

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort())

const { stdin, stdout, stderr } = process
stdout.on('error', () => interrupted.abort())
const { onProgress, clear } = showProgress(stderr)
const argv = process.argv.slice(2)
try {
  const lab = await openLab({ onProgress, signal: interrupted.signal })
  clear()
  try {
    await sendWorkshop(lab)
    const isTerminal = stdin.isTTY && stdout.isTTY && stderr.isTTY
    const command = argv.length ? argv : ['/bin/bash', '-l']
    process.exitCode = isTerminal
      ? await execOnTerminal(lab, command, process)
      : await exec(lab, command, process)
  } finally {
    await lab.close()
  }
} catch (error) {
  clear()
  process.exitCode = 130
  if (!interrupted.signal.aborted) {
    process.exitCode = 3
    stderr.write(`${error instanceof LabError ? error.message : (error as Error).stack}\n`)
  }
} finally {
  stdin.destroy()
}
