import { closeSync, readlinkSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import type { Berth } from './berth.ts'
import { allow, askBeforeOpen, type OpenEvent, readEvents } from './fanotify.ts'
import { opensTo } from './pending-call.ts'
import { descends, processOf, unlessEnded } from './processes.ts'
import { RestWatch } from './rest.ts'

/** Opening one of these to write is a promise about a container that must be kept before its command runs. */
const promises = ['cgroup.procs', 'cgroup.threads', 'memory.max', 'memory.swap.max', 'cpu.max']

/** How long everybody else must have nothing to do before those who stand at the gate may go on, ms. */
const quiet = 30

/** How often one looks at the others, ms. */
const lookInterval = 15

/** A child that waits with a timeout of its own never comes to rest, and may be right: then this long must do, ms. */
const longest = 6_000

/** How often the kernel is asked who has come, ms; an open of any other file of the cgroups takes that much longer. */
const interval = 8

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
 * to be told comes to rest, the gate opens, and nothing is different.
 *
 * The kernel asks before it opens (FAN_OPEN_PERM, fanotify(7)), so it is the same for a shell, a program or FFI.
 */
export class Gate {
  readonly #berth: Berth
  readonly #gated: string[]
  /** The fanotify group. */
  readonly #group: number
  readonly #timer: NodeJS.Timeout
  readonly #witnesses = new Set<() => void>()
  #coming: OpenEvent[] = []
  #standing: Standing[] = []
  #watch: RestWatch
  #isOpen = false

  /** @param gated the names of files at which to stand */
  constructor(berth: Berth, gated = promises) {
    this.#berth = berth
    this.#gated = gated
    this.#watch = new RestWatch(berth, lookInterval)
    this.#group = askBeforeOpen(`/proc/${berth.init}/root/sys/fs/cgroup`)
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
    return this.#standing.filter(({ pid }) => descends(pid, program)).map(({ file }) => file)
  }

  /** Lets everybody through and asks no more; once is enough. */
  open(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    clearInterval(this.#timer)
    closeSync(this.#group)
    for (const { fd } of this.#standing) closeSync(fd)
    this.#standing = []
  }

  #turn(): void {
    const come = [...this.#coming, ...readEvents(this.#group)]
    this.#coming = []
    for (const event of come) this.#receive(event)
    if (this.#standing.length === 0 || this.#witnesses.size === 0) return
    const { resting, idle } = this.#watch.look(this.#standing.map(({ pid }) => pid))
    if (resting < quiet && idle < longest) return
    for (const look of this.#witnesses) look()
    for (const { fd } of this.#standing) this.#allow(fd)
    this.#standing = []
  }

  #receive(event: OpenEvent): void {
    const { fd, thread } = event
    const file = readlinkSync(`/proc/self/fd/${fd}`)
    const pid = this.#gated.includes(basename(file)) ? processOf(thread) : null
    const purpose = pid === null ? 'read' : unlessEnded('read', () => opensTo(thread))
    if (purpose === null) this.#coming.push(event)
    else if (pid === null || purpose === 'read') this.#allow(fd)
    else {
      this.#standing.push({ fd, pid, file })
      this.#watch = new RestWatch(this.#berth, lookInterval)
    }
  }

  #allow(fd: number): void {
    writeSync(this.#group, allow(fd))
    closeSync(fd)
  }
}
