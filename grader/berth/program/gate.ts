import { closeSync, existsSync, readlinkSync, statSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Berth } from '../berth.ts'
import { cgroupMount } from '../observe/mountinfo.ts'
import {
  hasOpenToWrite,
  isAboutToExecute,
  isDescendant,
  pidsOf,
  processOf,
  unlessEnded,
} from '../observe/processes.ts'
import { programs } from '../root/paths.ts'
import {
  allow,
  ask,
  askNoMore,
  deny,
  exempt,
  FAN_OPEN_EXEC_PERM,
  FAN_OPEN_PERM,
  makeGroup,
  type OpenEvent,
  readEvents,
} from './fanotify.ts'
import { opensTo } from './pending-call.ts'
import { RestWatch } from './rest.ts'

/** Files by which a container is limited, or joins a cgroup: they must be written before its command runs. */
const limitFiles = ['cgroup.procs', 'cgroup.threads', 'memory.max', 'memory.swap.max', 'cpu.max']

/** How long everybody else must have nothing to do before those who stand at the gate may go on, ms. */
const quiet = 30

/** How often one looks at the others, ms. */
const lookInterval = 15

/**
 * A child that polls whether it is inside never comes to rest, nor does one that waits only so long; both may be right. It
 * has come to its command by now, or waits, when it has slept, or been free to run, for this long, ms: `first` while it may
 * still have to start, `next` after that, `late` when somebody has stood here so long that a child may give up which waits
 * for ten seconds.
 */
const longest = { first: { asleep: 3_200, free: 4_500 }, next: { asleep: 500, free: 1_000 } }
const late = { after: 6_500, first: { asleep: 2_000, free: 2_500 }, next: { asleep: 200, free: 300 } }

/** How often the kernel is asked who has come, ms; an open of any other file of the cgroups takes that much longer. */
const interval = 8

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

interface Standing {
  fd: number
  pid: number
  file: string
}

/**
 * Holds back whoever opens a file to put a process into a cgroup or to limit it, wherever in the berth it is made,
 * until nothing else there has anything left to do.
 *
 * A parent that writes `cgroup.procs` without telling its child to wait nearly always wins that race, by luck. Behind
 * the gate it never does: its child runs on to the command while the parent stands at the file. A child that waits
 * to be told comes to rest, the gate opens, and nothing is different. Whoever has opened the file before there was a
 * child is stopped when somebody else is about to execute something: libuv's spawn, like a shell, comes back no earlier.
 *
 * The kernel asks before it opens (FAN_OPEN_PERM, fanotify(7)), so it is the same for a shell, a program or FFI.
 */
export class Gate {
  readonly #berth: Berth
  readonly #gated: string[]
  readonly #refuses: boolean
  /** The fanotify group. */
  readonly #group = makeGroup()
  readonly #timer: NodeJS.Timeout
  readonly #witnesses = new Set<() => void>()
  #coming: OpenEvent[] = []
  #standing: Standing[] = []
  #since = 0
  #held = 0
  /** Pids of those that were stopped with such a file open. */
  #stopped = new Set<number>()
  #watch: RestWatch
  #turnOf: 'first' | 'next' = 'first'
  #asksAboutPrograms = false
  #isOpen = false
  #isHurried = false
  readonly #programs: string[]

  /**
   * @param gated - the names of files at which to stand
   * @param refuses - nobody comes through
   */
  constructor(berth: Berth, gated = limitFiles, refuses = false) {
    this.#berth = berth
    this.#gated = gated
    this.#refuses = refuses
    this.#watch = new RestWatch(berth, lookInterval)
    exempt(this.#group, FAN_OPEN_PERM, cgroupMount())
    ask(this.#group, FAN_OPEN_PERM, `/proc/${berth.init}/root/sys/fs/cgroup`)
    // /fs may be on the same filesystem as what we execute ourselves, and we would wait for our own answer.
    for (const path of ['/', process.execPath, ...programs].filter((file) => existsSync(file)))
      exempt(this.#group, FAN_OPEN_EXEC_PERM, path)
    this.#programs = oneOfEach(programs.map((path) => `/proc/${berth.init}/root${path}`))
    this.#timer = setInterval(() => this.#turn(), interval)
  }

  /**
   * Has `look` called whenever those who stand at the gate are about to go on: what it sees then is how far others came
   * without them. While nobody looks the gate stays closed.
   *
   * @returns ends that
   */
  onOpening(look: () => void): () => void {
    this.#witnesses.add(look)
    return () => this.#witnesses.delete(look)
  }

  /** The kernel files that a program or its children stand at, as the attendee sees them. */
  heldBy(program: number): string[] {
    return this.#standing.filter(({ pid }) => isDescendant(pid, program)).map(({ file }) => file)
  }

  /** Somebody was let through because his time was up, and not because all others were at rest. */
  get isHurried(): boolean {
    return this.#isHurried
  }

  /** For how long somebody has been held back in all, ms. */
  get held(): Milliseconds {
    return this.#held + (this.#standing.length > 0 ? performance.now() - this.#since : 0)
  }

  /** Starts a program of the judge's own, who would wait for his own answer. */
  passing<T>(start: () => T): T {
    if (this.#isOpen) return start()
    const asked = this.#asksAboutPrograms
    this.#askAboutPrograms(false)
    try {
      return start()
    } finally {
      this.#askAboutPrograms(asked)
    }
  }

  /** Lets everybody through and asks no more; once is enough. */
  open(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    clearInterval(this.#timer)
    closeSync(this.#group)
    for (const { fd } of this.#standing) closeSync(fd)
    this.#standing = []
    this.#resume()
  }

  #turn(): void {
    const come = [...this.#coming, ...readEvents(this.#group)]
    this.#coming = []
    for (const event of come) {
      if (event.kind & FAN_OPEN_EXEC_PERM) this.#letExecute(event)
      else this.#receive(event)
    }
    if (this.#standing.length + this.#stopped.size === 0 || this.#witnesses.size === 0) return
    const { resting, asleep, free } = this.#watch.look(this.#standing.map(({ pid }) => pid))
    const most = (this.held > late.after ? late : longest)[this.#turnOf]
    if (resting < quiet && asleep < most.asleep && free < most.free) return
    if (resting < quiet) {
      this.#turnOf = 'next'
      this.#isHurried = true
    }
    for (const look of this.#witnesses) look()
    // They may be about to start somebody, with the file open.
    if (this.#standing.length > 0) this.#askAboutPrograms(true)
    for (const { fd } of this.#standing) this.#allow(fd)
    this.#held = this.held
    this.#standing = []
    this.#resume()
  }

  #receive(event: OpenEvent): void {
    const { fd, thread } = event
    const file = readlinkSync(`/proc/self/fd/${fd}`)
    const pid = this.#gated.includes(basename(file)) ? this.#ownProcess(thread) : null
    const purpose = pid === null ? 'read' : unlessEnded('read', () => opensTo(thread))
    if (purpose === null) this.#coming.push(event)
    else if (pid === null || purpose === 'read') this.#allow(fd)
    else if (this.#refuses) this.#answer(fd, deny)
    else {
      if (this.#standing.length === 0) this.#since = performance.now()
      this.#standing.push({ fd, pid, file })
      this.#watch = new RestWatch(this.#berth, lookInterval)
    }
  }

  /** Stops all others that have a gated file open: what they write now would come in time by luck. */
  #letExecute({ fd, thread }: OpenEvent): void {
    const own = this.#ownProcess(thread)
    if (own !== null) {
      const standing = this.#standing.map(({ pid }) => pid)
      const holders = pidsOf(this.#berth).filter(
        (pid) =>
          pid !== own &&
          !standing.includes(pid) &&
          hasOpenToWrite(pid, this.#gated) &&
          !isAboutToExecute(pid),
      )
      for (const pid of holders) unlessEnded(undefined, () => process.kill(pid, 'SIGSTOP'))
      if (holders.length > 0) this.#watch = new RestWatch(this.#berth, lookInterval)
      for (const pid of holders) this.#stopped.add(pid)
    }
    this.#allow(fd)
  }

  /** Of the berth's, for the machine's own processes come by here as well. */
  #ownProcess(thread: number): number | null {
    const pid = processOf(thread)
    return pid !== null && pidsOf(this.#berth).includes(pid) ? pid : null
  }

  #resume(): void {
    for (const pid of this.#stopped) unlessEnded(undefined, () => process.kill(pid, 'SIGCONT'))
    this.#stopped.clear()
  }

  /** Only while somebody may have a file open: for everybody on the machine it takes longer to execute something then. */
  #askAboutPrograms(asks: boolean): void {
    if (asks === this.#asksAboutPrograms) return
    this.#asksAboutPrograms = asks
    for (const path of this.#programs) (asks ? ask : askNoMore)(this.#group, FAN_OPEN_EXEC_PERM, path)
  }

  #allow(fd: number): void {
    this.#answer(fd, allow)
  }

  #answer(fd: number, answer: typeof allow): void {
    writeSync(this.#group, answer(fd))
    closeSync(fd)
  }
}
