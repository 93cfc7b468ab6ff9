import type { MachineKind } from '../machine/machine.ts'

/** What is graded, and where. */
export interface Settings {
  /** The folder that holds the step folders under judgement; from the project's root, or absolute. */
  folder: string
  /** Run the attendee's code under the Node condition `mine`. */
  mine: boolean
  /** The machine that the person asked for, instead of the one that is chosen. */
  machine?: MachineKind
  /** A person waits for the verdict: start no more containers than it takes. */
  isWatched?: boolean
}

let current: Settings | undefined

/** The settings of the grade that takes place in this process. */
export function settings(): Settings {
  if (!current) throw new Error('No grade takes place in this process')
  return current
}

/** Has a grade take place in this process, by these settings. */
export function useSettings(next: Settings): void {
  current = next
}
