import type { Berth } from '../berth.ts'
import { hasOpenToWrite, isAboutToExecute, pidsOf, unlessEnded } from '../observe/processes.ts'

/** Those of a berth that were stopped with a file open to write to: what they write now would come in time by luck. */
export class StoppedWriters {
  readonly #berth: Berth
  readonly #files: string[]
  readonly #pids = new Set<number>()

  /** @param files - the names of those that count */
  constructor(berth: Berth, files: string[]) {
    this.#berth = berth
    this.#files = files
  }

  get pids(): number[] {
    return [...this.#pids]
  }

  /**
   * Stops all who have such a file open now, but those who are about to execute something.
   *
   * @param spared - pids of those who go on
   * @returns whether there was anybody
   */
  stopAllBut(spared: number[]): boolean {
    const writers = pidsOf(this.#berth).filter(
      (pid) => !spared.includes(pid) && hasOpenToWrite(pid, this.#files) && !isAboutToExecute(pid),
    )
    for (const pid of writers) {
      unlessEnded(undefined, () => process.kill(pid, 'SIGSTOP'))
      this.#pids.add(pid)
    }
    return writers.length > 0
  }

  /** @param staying - pids of those who stay as they are */
  resume(staying: number[] = []): void {
    for (const pid of this.pids.filter((each) => !staying.includes(each))) {
      unlessEnded(undefined, () => process.kill(pid, 'SIGCONT'))
      this.#pids.delete(pid)
    }
  }
}
