import { closeSync, readlinkSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Berth } from '../berth.ts'
import { isDescendant, pidsOf, processOf, programOf, unlessEnded } from '../observe/processes.ts'
import { BarrierPatience } from './barrier-patience.ts'
import { FamilyRest } from './family-rest.ts'
import { FAN_OPEN_EXEC_PERM, type OpenEvent } from './fanotify.ts'
import { OpenRequests } from './open-requests.ts'
import { openPurpose } from './pending-call.ts'
import { RestWatch } from './rest.ts'
import { Starts } from './starts.ts'
import { StoppedWriters } from './stopped-writers.ts'

/** Files by which a container is limited, or joins a cgroup: they must be written before its command runs. */
const limitFiles = ['cgroup.procs', 'cgroup.threads', 'memory.max', 'memory.swap.max', 'cpu.max']

/** How often the other processes are looked at, ms. */
const lookInterval = 15

/** How often fanotify is read, ms: every open of a file of the cgroups waits up to that long. */
const interval = 8

interface Standing {
  fd: number
  pid: number
  thread: number
  file: string
}

/**
 * Holds back whoever opens a file to put a process into a cgroup or to limit it, wherever in the berth it is made,
 * until nothing else there has anything left to do.
 *
 * A parent that writes `cgroup.procs` without telling its child to wait nearly always wins that race, by luck. Behind
 * the barrier it never does: its child runs on to the command while the parent stands at the file. A child that waits
 * to be told comes to rest, the barrier opens, and nothing is different. Whoever has opened the file before there was a
 * child is stopped when somebody else is about to execute something: libuv's spawn, like a shell, comes back no earlier.
 */
export class Barrier {
  readonly #berth: Berth
  readonly #files: string[]
  readonly #refuses: boolean
  readonly #requests: OpenRequests
  readonly #patience = new BarrierPatience()
  readonly #timer: NodeJS.Timeout
  readonly #witnesses = new Set<() => void>()
  #coming: OpenEvent[] = []
  #standing: Standing[] = []
  readonly #starts: Starts
  readonly #families = new FamilyRest()
  #openedTooSoon = false
  #since = 0
  #heldBackFor = 0
  readonly #stopped: StoppedWriters
  #others: RestWatch
  #isOpen = false

  /**
   * @param files - the names of those at which to stand
   * @param refuses - nobody comes through
   */
  constructor(berth: Berth, files = limitFiles, refuses = false) {
    this.#berth = berth
    this.#files = files
    this.#refuses = refuses
    this.#others = new RestWatch(berth, lookInterval)
    this.#requests = new OpenRequests(berth)
    this.#starts = new Starts(berth)
    this.#stopped = new StoppedWriters(berth, files)
    this.#timer = setInterval(() => this.#turn(), interval)
  }

  /**
   * Has `look` called whenever those who stand at the barrier are about to go on: what it sees then is how far others came
   * without them. While nobody looks the barrier stays closed.
   *
   * @returns a function that ends the calls
   */
  onOpening(look: () => void): () => void {
    this.#witnesses.add(look)
    return () => this.#witnesses.delete(look)
  }

  /** The kernel files whose opens by a program or its children are held back, as the attendee sees them. */
  blockedOpensOf(program: number): string[] {
    return this.#standing.filter(({ pid }) => isDescendant(pid, program)).map(({ file }) => file)
  }

  /** It has opened although somebody may still have been starting, who does not wait for those who stood here. */
  get openedTooSoon(): boolean {
    return this.#openedTooSoon
  }

  /** For how long somebody has been held back in all, ms. */
  get heldBackFor(): Milliseconds {
    return this.#heldBackFor + (this.#standing.length > 0 ? performance.now() - this.#since : 0)
  }

  /** Starts a program of ours: see open-requests.ts. */
  withoutAsking<T>(start: () => T): T {
    return this.#isOpen ? start() : this.#requests.withoutAsking(start)
  }

  /** Lets everybody through and asks no more; once is enough. */
  open(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    clearInterval(this.#timer)
    this.#requests.close()
    for (const { fd } of this.#standing) closeSync(fd)
    this.#standing = []
    this.#stopped.resume()
  }

  #turn(): void {
    const come = [...this.#coming, ...this.#requests.read()]
    this.#coming = []
    for (const event of come) {
      if (event.kind & FAN_OPEN_EXEC_PERM) this.#letExecute(event)
      else this.#receive(event)
    }
    const heldUp = [...this.#pidsStanding(), ...this.#stopped.pids]
    if (heldUp.length === 0 || this.#witnesses.size === 0) return
    const threads = this.#standing.map(({ thread }) => thread)
    const others = this.#others.look(threads)
    const passing = this.#patience.whoMayPass(others, this.heldBackFor)
    if (passing === 'nobody') return
    const isAtRest = (pid: number) => this.#families.isResting(programOf(this.#berth, pid), threads)
    const starting = passing === 'started' ? heldUp.filter((pid) => !isAtRest(pid)) : []
    const staying = this.#starts.early(starting)
    if (staying.length === heldUp.length) return
    this.#openedTooSoon ||= !this.#starts.isOver(starting.filter((pid) => !staying.includes(pid)))
    this.#letGo(staying)
  }

  /** @param staying - pids of those who are held back for longer */
  #letGo(staying: number[]): void {
    for (const look of this.#witnesses) look()
    // They may be about to start somebody, with the file open.
    if (this.#standing.length > 0) this.#requests.askAboutPrograms(true)
    const going = this.#lastOfEachCgroup().filter(({ pid }) => !staying.includes(pid))
    for (const { fd } of going) this.#requests.allow(fd)
    this.#heldBackFor = this.heldBackFor
    this.#since = performance.now()
    this.#standing = this.#standing.filter((each) => !going.includes(each))
    this.#others = new RestWatch(this.#berth, lookInterval)
    this.#stopped.resume(staying)
  }

  /**
   * One at a time, and who came last goes first: somebody who has begun to write a limit, does not wait for that, and lets the
   * child go is seen to do so.
   */
  #lastOfEachCgroup(): Standing[] {
    return [...new Map(this.#standing.map((each) => [dirname(each.file), each])).values()]
  }

  #receive(event: OpenEvent): void {
    const { fd, thread } = event
    const file = readlinkSync(`/proc/self/fd/${fd}`)
    const pid = this.#files.includes(basename(file)) ? this.#ownProcess(thread) : null
    const purpose = pid === null ? 'read' : unlessEnded('read', () => openPurpose(thread))
    if (purpose === null) this.#coming.push(event)
    else if (pid === null || purpose === 'read') this.#requests.allow(fd)
    else if (this.#refuses) this.#requests.refuse(fd)
    else {
      this.#starts.come(pid)
      if (this.#standing.length === 0) this.#since = performance.now()
      this.#standing.push({ fd, pid, thread, file })
      this.#others = new RestWatch(this.#berth, lookInterval)
    }
  }

  /** Lets somebody execute a program, once all others who have such a file open to write to are stopped. */
  #letExecute({ fd, thread }: OpenEvent): void {
    const own = this.#ownProcess(thread)
    if (own !== null) this.#starts.execute(own)
    if (own !== null && this.#stopped.stopAllBut([own, ...this.#pidsStanding()]))
      this.#others = new RestWatch(this.#berth, lookInterval)
    this.#requests.allow(fd)
  }

  #pidsStanding(): number[] {
    return this.#standing.map(({ pid }) => pid)
  }

  /** Of the berth's, for the machine's own processes come by here as well. */
  #ownProcess(thread: number): number | null {
    const pid = processOf(thread)
    return pid !== null && pidsOf(this.#berth).includes(pid) ? pid : null
  }
}
