/** What is graded, and where. */
export interface Settings {
  /** The folder that holds the step folders under judgement; from the project's root, or absolute. */
  folder: string
  /** Run the attendee's code under the Node condition `mine`. */
  mine: boolean
  /** The machine that the person asked for, instead of the one that is chosen. */
  machine?: 'native' | 'lab'
  /** Somebody has just saved a file, and waits: no more containers are started than show what is to be shown. */
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
