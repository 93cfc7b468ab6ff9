import type { MachineKind } from '../machine/machine.ts'

/** What the worker knows about a run and the verdict shows beside it. Every check hands it over as it ends. */
export interface RunFacts {
  machine?: MachineKind
  kernel?: string
  /** What was left behind since the last check ended, a sentence each. */
  leftovers: string[]
}

let facts: RunFacts = { leftovers: [] }

/** Says which machine judges, and its `uname -r`. */
export function reportMachine(machine: MachineKind, kernel: string): void {
  facts = { ...facts, machine, kernel }
}

/** Says what the attendee's code left behind, as `closeBerth` returns it. */
export function reportLeftovers(sentences: string[]): void {
  facts.leftovers.push(...sentences)
}

/** The facts of the run so far; leftovers are handed over once. */
export function takeFacts(): RunFacts {
  const taken = facts
  facts = { ...facts, leftovers: [] }
  return taken
}
