import { closeSync, existsSync, statSync, writeSync } from 'node:fs'
import type { Berth } from '../berth.ts'
import { cgroupMount } from '../observe/mountinfo.ts'
import { programs } from '../root/paths.ts'
import {
  allow,
  deny,
  FAN_OPEN_EXEC_PERM,
  FAN_OPEN_PERM,
  ignoreMount,
  makeGroup,
  markFilesystem,
  type OpenEvent,
  readEvents,
  unmarkFilesystem,
} from './fanotify.ts'

/**
 * Has the kernel ask before anybody in a berth opens a file of its cgroups (FAN_OPEN_PERM, fanotify(7)): the same for a
 * shell, a program or FFI. Whoever is asked about stands still until there is an answer.
 */
export class OpenRequests {
  readonly #group = makeGroup()
  readonly #programs: string[]
  #asksAboutPrograms = false

  constructor({ init }: Berth) {
    ignoreMount(this.#group, FAN_OPEN_PERM, cgroupMount())
    markFilesystem(this.#group, FAN_OPEN_PERM, `/proc/${init}/root/sys/fs/cgroup`)
    // /fs may be on the same filesystem as what we execute ourselves, and we would wait for our own answer.
    for (const path of ['/', process.execPath, ...programs].filter((file) => existsSync(file)))
      ignoreMount(this.#group, FAN_OPEN_EXEC_PERM, path)
    this.#programs = oneOfEach(programs.map((path) => `/proc/${init}/root${path}`))
  }

  /** Those who have come since the last call. */
  read(): OpenEvent[] {
    return readEvents(this.#group)
  }

  allow(fd: number): void {
    this.#answer(allow(fd), fd)
  }

  /** The open fails: EPERM. */
  refuse(fd: number): void {
    this.#answer(deny(fd), fd)
  }

  /**
   * Asks about whoever is about to execute a program as well, or no more: for everybody on the machine it takes longer to
   * execute something meanwhile.
   */
  askAboutPrograms(asks: boolean): void {
    if (asks === this.#asksAboutPrograms) return
    this.#asksAboutPrograms = asks
    for (const path of this.#programs)
      (asks ? markFilesystem : unmarkFilesystem)(this.#group, FAN_OPEN_EXEC_PERM, path)
  }

  /** Does not ask about a spawn of ours: it blocks until the exec, so that we could not answer. */
  withoutAsking<T>(start: () => T): T {
    const asked = this.#asksAboutPrograms
    this.askAboutPrograms(false)
    try {
      return start()
    } finally {
      this.askAboutPrograms(asked)
    }
  }

  /** Lets everybody through, and asks no more. */
  close(): void {
    closeSync(this.#group)
  }

  #answer(answer: Buffer, fd: number): void {
    writeSync(this.#group, answer)
    closeSync(fd)
  }
}

/** Of those paths that are there, one on each filesystem. */
function oneOfEach(paths: string[]): string[] {
  const devices = new Map(
    paths.flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false })
      return found ? [[found.dev, path] as const] : []
    }),
  )
  return [...devices.values()]
}
