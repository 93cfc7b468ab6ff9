/** A file of any kind. */
export interface FoundFile {
  /** From where it was looked for; empty for what is there itself. */
  path: string
  /** Its number in its filesystem. */
  inode: string
  /** Of a character device, major and minor number: `1:3` */
  device?: string
  /** All that lstat(2) tells, access aside: while that is the same, nothing has changed. */
  state: string
}

/** A process of a berth, read from `/proc/<pid>` when it was looked at. */
export interface Process {
  /** As the machine counts, not the container. */
  pid: number
  ppid: number
  /** `NSpid`: its pid in each pid namespace, the berth's first and the innermost last. */
  nsPids: number[]
  argv: string[]
  /** `R`, `S`, `D`, `Z`, … of `/proc/<pid>/status` */
  state: string
  /** Its cgroup as seen in the berth: `/drydock/412`; `/init` is where the berth starts every program. */
  cgroup: string
  /** Links of `/proc/<pid>/ns/*` (`net:[4026532008]`), and whether each is the berth’s own. */
  namespaces: Record<string, { id: string; shared: boolean }>
  hostname: string
  /** Signals that it ignores, `SigIgn` as numbers. */
  ignoredSignals: number[]
  /** What is open beside stdin, stdout and stderr: `/proc/<pid>/fd`. */
  openFiles: string[]
  /** All mounts of its mount namespace, those outside its root as well. */
  mounts: Mount[]
  /** Those that it sees, from its own root on. */
  mountsSeen: Mount[]
}

export interface Mount {
  /** Mount point as the process sees it. */
  target: string
  type: string
  source: string
  /** Propagation and options: `shared:12`, `ro`, `nosuid`, … */
  options: string[]
  /** Options of the filesystem itself: `mode=755`, `size=65536k`, … */
  data: string[]
}

/** What was seen when the command was first found executing, or when the wait for it ended. */
export interface Sighting {
  /** Who executes the command; null where nobody did. */
  process: Process | null
  /** Pid of the program that was started, as the machine counts. */
  program: number
  /** A second process had been seen below the program. */
  forked: boolean
  /**
   * Kernel files whose opens the barrier held back when the command was seen, as the attendee sees them; without a command,
   * when it last opened.
   */
  blockedOpens: string[]
  /** All cgroups of the berth at that moment; where nobody executes it, when the barrier was last about to open. */
  cgroups: Cgroup[]
  /** The barrier had opened before a child that does not wait need have come to its command. */
  openedTooSoon: boolean
  /** `timeout` had passed, the time behind the barrier aside, before anybody executed the command. */
  timedOut: boolean
}

export interface Ended {
  /** null where a signal ended it */
  code: number | null
  signal: NodeJS.Signals | null
  /** The grader had to end it. */
  overdue: boolean
  stdout: string
  stderr: string
}

/** A cgroup of a berth with its limits and counters, all in the kernel's own words. */
export interface Cgroup {
  /** As seen in the berth: `/drydock/412`; the berth's own is `/`. */
  path: string
  /** Permissions of its folder. */
  mode: number
  /** Contents of the files that exist: `memory.max`, `cpu.max`, `memory.events`, … */
  files: Record<string, string>
  /** Pids in it, as the machine counts. */
  processes: number[]
}
