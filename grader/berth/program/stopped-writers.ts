import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Berth } from '../berth.ts'
import { argvOf, parentOf, pidsOf, unlessEnded } from '../observe/processes.ts'

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

/** Does a process have a file with one of these names open to write? */
const hasOpenToWrite = (pid: number, names: string[]) =>
  unlessEnded([], () => readdirSync(`/proc/${pid}/fd`)).some((fd) =>
    unlessEnded(false, () => {
      if (!names.includes(basename(readlinkSync(`/proc/${pid}/fd/${fd}`)))) return false
      const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1]
      // The last two bits say read, write or both (open(2)).
      return (Number.parseInt(flags ?? '0', 8) & 0o3) !== 0
    }),
  )

/** Has it forked, and not executed anything yet? It still has its parent's files open, and must not be stopped before. */
function isAboutToExecute(pid: number): boolean {
  const argv = argvOf(pid)
  return argv.length > 0 && argv.join('\0') === argvOf(parentOf(pid)).join('\0')
}
