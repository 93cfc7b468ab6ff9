import { chooseMachine } from '../machine/choose.ts'
import type { Facts, OpenMachine } from '../machine/machine.ts'
import { environment } from '../verdict/judgement.ts'
import { atEnd } from './end.ts'
import { reportMachine } from './facts.ts'
import { settings } from './settings.ts'

/** A machine, and what there is to know about it. */
export interface ReadyMachine extends Omit<OpenMachine, 'close'> {
  facts: Facts
}

let opening: Promise<ReadyMachine> | undefined

/**
 * The machine that judges this run. It opens when it is first asked for.
 *
 * @throws `environment` where this machine cannot judge
 */
export function theMachine(): Promise<ReadyMachine> {
  opening ??= open()
  return opening
}

/** From now on `theMachine()` answers this one, which somebody else has opened and will close. */
export function useMachine(ready: ReadyMachine): void {
  opening = Promise.resolve(ready)
}

/** Loaded when it is chosen, for each has modules that the other does without. */
const openKind = {
  native: async () => (await import('../machine/native.ts')).openNative(),
  lab: async () => (await import('../machine/lab.ts')).openLabMachine(),
}

async function open(): Promise<ReadyMachine> {
  const choice = chooseMachine(settings().machine)
  if ('problem' in choice) environment({ message: choice.problem })
  const { machine, addPodman, close } = await openKind[choice.kind]()
  atEnd(close)
  const facts = await machine.facts()
  reportMachine(facts.kind, facts.kernel)
  return { machine, addPodman, facts }
}
