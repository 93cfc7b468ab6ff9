import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Settings } from './settings.ts'

/** How long the worker may take to close what it holds open, ms. */
const patience = 700

/** Starts the process in which the checks will run. */
export function startWorker(settings: Settings): ChildProcess {
  return fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(settings)], {
    // The progress of setting up the lab goes to the terminal; stdout is the verdict's alone.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
}

/** Ends the worker and what it holds open in order, or kills it. */
export async function stopWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const gone = once(worker, 'exit')
  const kill = setTimeout(() => worker.kill('SIGKILL'), patience)
  worker.kill('SIGTERM')
  await gone
  clearTimeout(kill)
}
