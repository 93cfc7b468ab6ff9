import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { PoolRunnerInitializer } from 'vitest/node'
import type { Settings } from './settings.ts'

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

/** Ends the worker and what it holds open; kills it after 700 ms. */
export async function stopWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const gone = once(worker, 'exit')
  const kill = setTimeout(() => worker.kill('SIGKILL'), patience)
  worker.kill('SIGTERM')
  await gone
  clearTimeout(kill)
}

/** Has vitest run its tests in a worker that is already there. */
export function poolOf(worker: ChildProcess): PoolRunnerInitializer {
  return {
    name: 'grader',
    createPoolWorker: () => ({
      name: 'grader',
      on: (event, listener) => worker.on(event, listener),
      off: (event, listener) => worker.off(event, listener),
      send: (message) => worker.send(message),
      deserialize: (data) => data,
      start: async () => {},
      stop: () => stopWorker(worker),
      canReuse: () => true,
    }),
  }
}
