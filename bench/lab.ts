import { openLab } from '../lab/lab.ts'
import { inLab } from '../test/kit/in-lab.ts'
import type { Milliseconds } from './stopwatch.ts'

/** From asking for a lab on. */
export interface Opening {
  /** Its agent has answered. */
  answer: Milliseconds
  /** `/bin/true` has run in it. */
  command: Milliseconds
}

/** Opens a lab and lets go of it. */
export async function opening(cold: boolean): Promise<Opening> {
  const started = performance.now()
  const lab = await openLab({ cold })
  try {
    const answer = performance.now() - started
    const { exitCode, stderr } = await inLab(lab, '/bin/true')
    const command = performance.now() - started
    if (exitCode !== 0) throw new Error(`/bin/true ended with ${exitCode} in the lab: ${stderr}`)
    if (lab.restored === cold) throw new Error(`The lab was ${cold ? 'restored' : 'booted'}, not as asked`)
    return { answer, command }
  } finally {
    await lab.close()
  }
}
