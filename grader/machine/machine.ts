/**
 * The one port to the kernel that is judged. It has two implementations, `native.ts` and `lab.ts`, and checks do
 * not know which they talk to. All that goes in and comes out is JSON, for it may cross into a virtual machine.
 */
export interface Machine {
  facts(): Promise<Facts>
  openBerth(request: BerthRequest): Promise<BerthId>
  /** Ends everything in the berth and returns what the code left behind, a sentence each. */
  closeBerth(request: { berth: BerthId }): Promise<string[]>
  /** Starts a program in the berth, in the folder `/workshop`. */
  start(request: StartRequest): Promise<RunId>
  /**
   * Delays every open of a file that puts a process into a cgroup or limits it, until nothing else in the berth has
   * anything left to do. A parent that does not synchronise with its child loses this race always. With `files` it is
   * those, by their names, and no others. One that `refuses` lets nobody through: EPERM.
   */
  gate(request: { berth: BerthId; files?: string[]; refuses?: boolean }): Promise<void>
  /** Lets everybody through, and waits until nothing in the berth has anything left to do. */
  settle(request: { berth: BerthId }): Promise<void>
  /** Waits until some process executes `command`, the run ends or is stuck, or `timeout` has passed. */
  sighted(request: { run: RunId; command: string[]; timeout: Milliseconds }): Promise<Sighting>
  /** Waits until the program's standard output contains `text`; false where it ended or is stuck, null when time is up. */
  printed(request: { run: RunId; text: string; timeout: Milliseconds }): Promise<boolean | null>
  /** Waits for the end of the program; one that is stuck is killed; null where it is still there when time is up. */
  ended(request: { run: RunId; timeout: Milliseconds }): Promise<Ended | null>
  /** How long Node takes to start on this machine just now, while nobody in the berth does anything. */
  pace(request: { berth: BerthId }): Promise<Milliseconds>
  /** Writes to the program's standard input; null ends it. */
  write(request: { run: RunId; text: string | null }): Promise<void>
  /** Sends a signal to the program itself, or to another process of the berth by its outer pid. */
  signal(request: { run: RunId; pid?: number; signal: NodeJS.Signals }): Promise<void>
  /** Reads a file, or the names in a folder, a line each; null where there is none. `path/` is a folder or nothing. */
  read(request: ReadRequest): Promise<string | null>
  /** What is at a path and below it, itself first; nothing where there is none. What is mounted below is left out. */
  tree(request: ReadRequest): Promise<FoundFile[]>
  processes(request: { berth: BerthId }): Promise<Process[]>
  cgroups(request: { berth: BerthId }): Promise<Cgroup[]>
  /** The mounts that the berth itself sees, outside every container: `/proc/self/mountinfo`, parsed. */
  mounts(request: { berth: BerthId }): Promise<Mount[]>
  /** The hostname of the berth itself, outside every container. */
  hostname(request: { berth: BerthId }): Promise<string>
  /** Connects the berth to a world outside, which is there for it alone. */
  connect(request: { berth: BerthId; world: World }): Promise<void>
  /**
   * All that the world outside was told so far. Waits until these words are among it, until nothing in the berth has
   * anything left to do, or until `timeout` has passed.
   */
  heard(request: { berth: BerthId; words: string[]; timeout: Milliseconds }): Promise<Heard[]>
  /** Sends an HTTP request of the judge's own from the network of a process, and waits for the answer. */
  request(request: { pid: number; address: string; word: string }): Promise<void>
  /** The network of a process; null where it has ended. */
  networkOf(request: { pid: number }): Promise<Network | null>
  /** The network of the berth itself, outside every container. */
  network(request: { berth: BerthId }): Promise<Network>
  /** The packet filter's rules in the berth itself, a line each behind its table. */
  rules(request: { berth: BerthId }): Promise<string[]>
}

export type Milliseconds = number
export type BerthId = string
export type RunId = string

/** Files of the working copy, by their path from the project's root. */
export type Files = Record<string, string>

/** This machine, or the micro-VM. */
export type MachineKind = 'native' | 'lab'

export interface Facts {
  kind: MachineKind
  /** `uname -r` */
  kernel: string
  /** 0 where the machine has no swap. */
  swapBytes: number
  /** Programs that some steps need and this machine has not: `ip`, `nft`, `podman`. */
  lacks: string[]
}

export interface BerthRequest {
  /** What lies in /workshop beside the kit's own files. */
  files: Files
  /** Added to the image busybox, by path from its root. */
  image: Record<string, Added>
  /** Further images, by name: the layers that each has on top of busybox, lowest first. */
  images: Record<string, AddedLayer[]>
  /** `#steps/…` is the attendee's own earlier work and not the reference. */
  mine: boolean
  /** What the image busybox is called here, where that is something else. */
  imageName?: string
  /** How many cgroups the code can make, where that is few. */
  cgroups?: number
  /** The root of the tree hands neither memory nor processor time down, until the code has it do so. */
  handsNothingDown?: true
}

/**
 * A text, a file of so many bytes without any data, a program (in base64), a character device, a disk, a symlink, or an
 * opaque folder of a layer.
 */
export type Added =
  | string
  | { sparse: number }
  | { program: string }
  | { device: [major: number, minor: number] }
  | { disk: [major: number, minor: number] }
  | { link: string }
  | { opaque: true }

/** A layer of an image, as overlayfs has it: a whiteout is the device 0:0. */
export interface AddedLayer {
  /** What the image's configuration calls it. */
  diffId: string
  /** By path from the image's root. */
  files: Record<string, Added>
}

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

/**
 * A path as a process finds it below its root or its working folder; in its own folder of /proc; or as the berth finds it,
 * outside every container.
 */
export type ReadRequest = ({ pid: number; from: 'root' | 'cwd' | 'proc' } | { berth: BerthId }) & {
  path: string
}

interface StartRequest {
  berth: BerthId
  /** `node` if not given. */
  program?: string
  args: string[]
}

/** A process of a berth, read from `/proc/<pid>` when it was looked at. */
export interface Process {
  /** As the machine counts, not the container. */
  pid: number
  ppid: number
  /** `NSpid`: its pid in each pid namespace, the berth's first and the innermost last. */
  nsPids: number[]
  argv: string[]
  /** `R`, `S`, `D`, `Z`, … of `/proc/<pid>/stat` */
  state: string
  /** Its cgroup as seen in the berth: `/drydock/412`; `/init` is where the berth starts every program. */
  cgroup: string
  /** Inode numbers of `/proc/<pid>/ns/*`, and whether each is the berth's own. */
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
   * Opens that the gate was holding back at that moment: the kernel file, as the attendee sees it; where nobody executes
   * it, the last ones.
   */
  held: string[]
  /** All cgroups of the berth at that moment; where nobody executes it, when the gate was last about to open. */
  cgroups: Cgroup[]
  /** Nobody had, and somebody still had something to do. */
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
  /** Contents of the files that exist: `memory.max`, `cpu.max`, `memory.events`, … */
  files: Record<string, string>
  /** Pids in it, as the machine counts. */
  processes: number[]
}

/** What there is at the other end of a cable out of the berth, and what the berth has for it. */
export interface World {
  /** Both ends of the cable: `198.18.3.2`, of a network of 256. */
  berth: string
  gateway: string
  /** Further networks that the berth reaches by way of the gateway: `10.0.0.0/24`. */
  networks: string[]
  /** Where out there DNS is spoken, and HTTP. */
  server: string
  /** Names that its DNS knows, and their addresses, where HTTP is spoken too. */
  names: Record<string, string>
  /** Files of the berth that name resolvers, by path. */
  files: Files
  /** Rules that the berth's packet filter has of its own. */
  rules: string[]
}

/** A request that came to the world outside. */
export interface Heard {
  by: 'http' | 'dns'
  /** The address that it came from. */
  from: string
  /** The path that was asked for, or the name. */
  word: string
}

/** A network namespace. */
export interface Network {
  links: Link[]
  routes: Route[]
  /** `net.ipv4.ip_forward`: passes on what comes in by one link and is meant for another. */
  forwards: boolean
}

export interface Link {
  index: number
  name: string
  /** `veth`, `bridge`; null for `lo` and for devices. */
  kind: string | null
  isUp: boolean
  /** Of a veth: the index of its other end, wherever that is. */
  peer: number | null
  /** `10.0.1.2/30` */
  addresses: string[]
}

/** `10.0.1.0/30`, or `default`. */
export interface Route {
  to: string
  gateway: string | null
  link: string
}
