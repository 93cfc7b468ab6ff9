import { openLab } from '../../lab/lab.ts'
import { addPodman } from '../../lab/podman/podman.ts'
import { type OnProgress, showProgress } from '../../lab/progress.ts'
import { memoized } from '../memoized.ts'
import type { OpenMachine } from './machine.ts'
import { remoteMachine } from './remote.ts'

/** The micro-VM, with the same agent inside. When it is closed nothing is left that could need tidying. */
export async function openLabMachine(): Promise<OpenMachine> {
  const lab = await showing((onProgress) => openLab({ onProgress, cold: process.env.DRYDOCK_LAB === 'cold' }))
  return {
    machine: remoteMachine(lab.call),
    addPodman: memoized(() => showing((onProgress) => addPodman(lab, { onProgress }))),
    close: lab.close,
  }
}

/** Does something that may take long the first time, and says so meanwhile. */
async function showing<T>(action: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  const { onProgress, clear } = showProgress(process.stderr)
  try {
    return await action(onProgress)
  } finally {
    clear()
  }
}
