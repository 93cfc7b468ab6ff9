import { closeSync, readlinkSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import type { Berth } from './berth.ts'
import { allow, askBeforeOpen, readEvents } from './fanotify.ts'
import { restless } from './rest.ts'

/** Opening one of these for a container is a promise about it that must be kept before its command runs. */
const gated = ['cgroup.procs', 'cgroup.threads', 'memory.max', 'memory.swap.max', 'cpu.max']

/**
 * How long everybody else must have nothing to do before an open may go on, and how long it is held at most, ms:
 * a child that waits with a timeout of its own is never at rest, and may be right.
 */
const rest = 120
const longest = 6_000

/** How often the kernel is asked, ms; an open of any other file of the berth's cgroups takes that much longer. */
const interval = 3

/** How often the others are looked at, ms: it costs a read for each of them. */
const lookInterval = 20

interface Held {
  fd: number
  pid: number
  file: string
  since: number
  /** When everybody else was last seen busy. */
  busy: number
}

/**
 * Holds back every open of the files that put a process into a cgroup or limit it, wherever in the berth it is made,
 * until nothing else there has anything left to do.
 *
 * A parent that writes `cgroup.procs` without telling its child to wait nearly always wins that race, by luck. Behind
 * the gate it never does: its child runs on to the command while the parent stands at the file. A child that waits
 * to be told comes to rest, the gate opens, and nothing is different.
 *
 * The kernel asks before it opens (FAN_OPEN_PERM, fanotify(7)), so it is the same for a shell, a program or FFI.
 */
export class Gate {
  /** The fanotify group. */
  readonly #fd: number
  readonly #berth: Berth
  readonly #timer: NodeJS.Timeout
  #held: Held[] = []
  #looked = 0
  #isOpen = false

  constructor(berth: Berth) {
    this.#berth = berth
    this.#fd = askBeforeOpen(`/proc/${berth.init}/root/sys/fs/cgroup`)
    this.#timer = setInterval(() => this.#turn(), interval)
  }

  /** The kernel files that somebody stands before, as the attendee sees them. */
  get held(): string[] {
    return this.#held.map(({ file }) => file)
  }

  /** Lets everybody through and asks no more; once is enough. */
  open(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    clearInterval(this.#timer)
    closeSync(this.#fd)
    for (const { fd } of this.#held) closeSync(fd)
    this.#held = []
  }

  #turn(): void {
    for (const { fd, pid } of readEvents(this.#fd)) {
      const file = readlinkSync(`/proc/self/fd/${fd}`)
      if (gated.includes(basename(file)))
        this.#held.push({ fd, pid, file, since: Date.now(), busy: Date.now() })
      else this.#allow(fd)
    }
    if (this.#held.length === 0) return
    const now = Date.now()
    if (now - this.#looked < lookInterval) return
    this.#looked = now
    const standing = this.#held.map(({ pid }) => pid)
    if (restless(this.#berth, standing)) for (const held of this.#held) held.busy = now
    const through = this.#held.filter(({ busy, since }) => now - busy > rest || now - since > longest)
    this.#held = this.#held.filter((held) => !through.includes(held))
    for (const { fd } of through) this.#allow(fd)
  }

  #allow(fd: number): void {
    writeSync(this.#fd, allow(fd))
    closeSync(fd)
  }
}
