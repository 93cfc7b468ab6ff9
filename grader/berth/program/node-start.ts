import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Berth } from '../berth.ts'
import { whileFrozen } from '../cgroup.ts'

let measuring: Promise<Milliseconds> | undefined

/** How long Node takes to start on this machine just now, ms, while nobody in the berth does anything. */
export function nodeStartTime(berth: Berth): Promise<Milliseconds> {
  // Two at a time would measure each other.
  measuring ??= whileFrozen(berth.bounded, bootOfNode).finally(() => {
    measuring = undefined
  })
  return measuring
}

async function bootOfNode(): Promise<Milliseconds> {
  const began = performance.now()
  const options = { stdio: 'ignore', timeout: 20_000, killSignal: 'SIGKILL' } as const
  await once(spawn(process.execPath, ['-e', '0'], options), 'exit')
  return performance.now() - began
}
