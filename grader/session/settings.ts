/** What the worker needs to know. It gets it when it starts, so that it can open the machine at once. */
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

/** The settings of this run. Only in the worker, which is told them as it starts. */
export function settings(): Settings {
  current ??= JSON.parse(process.argv[2] ?? '') as Settings
  return current
}

/** Has another grade take place in this process, by other settings. */
export function useSettings(next: Settings): void {
  current = next
}
