import { openLab } from '../../lab/index.ts'
import type { OpenMachine } from './open.ts'
import { remoteMachine } from './remote.ts'

/** The micro-VM, with the same agent inside. When it is closed nothing is left that could need tidying. */
export async function openLabMachine(): Promise<OpenMachine> {
  const lab = await openLab({})
  return { machine: remoteMachine(lab.call), close: lab.close }
}
