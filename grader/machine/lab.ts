import { openLab } from '../../lab/index.ts'
import { showProgress } from '../../lab/progress.ts'
import type { OpenMachine } from './open.ts'
import { remoteMachine } from './remote.ts'

/** The micro-VM, with the same agent inside. When it is closed nothing is left that could need tidying. */
export async function openLabMachine(): Promise<OpenMachine> {
  const progress = showProgress(process.stderr)
  try {
    const lab = await openLab({ onProgress: progress.onProgress, cold: process.env.DRYDOCK_LAB === 'cold' })
    return { machine: remoteMachine(lab.call), close: lab.close }
  } finally {
    progress.clear()
  }
}
