import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type {
  CliOptions,
  PoolRunnerInitializer,
  Reporter,
  TestSequencer,
  TestSpecification,
} from 'vitest/node'
import type { Step } from '../course/steps.ts'
import { root } from '../root.ts'
import { stopWorker } from './worker-process.ts'

class ByName implements TestSequencer {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files
  }

  sort(files: TestSpecification[]): TestSpecification[] {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
  }
}

/**
 * Runs the checks of `steps` in `worker`, in the order of their files' names, and tells `reporter` alone.
 * Whatever vitest itself would print is returned: it matters where the grader broke.
 */
export async function runChecks(steps: Step[], worker: ChildProcess, reporter: Reporter): Promise<string> {
  const { createVitest } = await import('vitest/node')
  let noise = ''
  const sink = () =>
    new Writable({
      write(chunk, _encoding, done) {
        noise += chunk
        done()
      },
    })
  const vitest = await withDataElsewhere(() =>
    createVitest(
      configuration(steps, worker, reporter),
      { envDir: false },
      { stdout: sink(), stderr: sink() },
    ),
  )
  // vitest's own handlers would leave at once, without waiting for the worker.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    for (const listener of process.listeners(signal).slice(1)) process.off(signal, listener)
  }
  try {
    await vitest.start()
  } finally {
    await vitest.close()
  }
  return noise
}

/**
 * vitest insists on keeping a secret in the person's home, for a web server that is never started here. A folder
 * that goes away leaves the home alone, and does where it cannot be written.
 */
async function withDataElsewhere<T>(create: () => Promise<T>): Promise<T> {
  const { XDG_DATA_HOME } = process.env
  const folder = mkdtempSync(join(tmpdir(), 'drydock-'))
  process.env.XDG_DATA_HOME = folder
  try {
    return await create()
  } finally {
    if (XDG_DATA_HOME === undefined) delete process.env.XDG_DATA_HOME
    else process.env.XDG_DATA_HOME = XDG_DATA_HOME
    rmSync(folder, { recursive: true, force: true })
  }
}

function configuration(steps: Step[], worker: ChildProcess, reporter: Reporter): CliOptions {
  return {
    config: false,
    root,
    include: steps.map((step) => `grader/checks/${step.folder}/*.ts`),
    exclude: [],
    reporters: [reporter],
    pool: poolOf(worker),
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: ByName },
    watch: false,
    cache: false,
    fsModuleCache: false,
    // None: evidence has deadlines of its own, which know how busy the machine is.
    testTimeout: 0,
    // Node runs the checks itself, as it runs the rest of the kit.
    experimental: { viteModuleRunner: false, nodeLoader: false, diagnostics: false },
  }
}

/** Has vitest run its tests in a worker that is already there. */
function poolOf(worker: ChildProcess): PoolRunnerInitializer {
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
