import type { Heard, Network, World } from './network.ts'
import type { Cgroup, Ended, FoundFile, Mount, Process, Sighting } from './process.ts'

/**
 * The one port to the kernel that is judged. `agent/agent.ts` implements it; `native.ts` and `lab.ts` open an agent, on
 * this machine or in the lab. All that goes in and comes out is JSON.
 */
export interface Machine {
  facts(): Promise<Facts>
  openBerth(request: BerthRequest): Promise<BerthId>
  /** Ends everything in the berth and returns what the code left behind, a sentence each. */
  closeBerth(request: { berth: BerthId }): Promise<string[]>
  /** Starts a program in the berth, in the folder `/workshop`. */
  start(request: StartRequest): Promise<RunId>
  /**
   * Holds back every open of a file that puts a process into a cgroup or limits it, until nothing else in the berth has
   * anything left to do: a parent that does not synchronise with its child always loses this race. `files`: the names of
   * those to hold back instead. `refuses`: nobody gets through (EPERM).
   */
  holdBack(request: { berth: BerthId; files?: string[]; refuses?: boolean }): Promise<void>
  /** Lets everybody through, and waits until nothing in the berth has anything left to do. */
  settle(request: { berth: BerthId }): Promise<void>
  /**
   * Waits until some process executes `command`, the run ends or is stuck, or `timeout` has passed. Stuck: nothing in the
   * berth has had anything to do for 1.5 s.
   */
  waitForCommand(request: { run: RunId; command: string[]; timeout: Milliseconds }): Promise<Sighting>
  /** Waits until the program's standard output contains `text`; false where it ended or is stuck, null when time is up. */
  waitForOutput(request: { run: RunId; text: string; timeout: Milliseconds }): Promise<boolean | null>
  /** Waits for the end of the program; one that is stuck is killed; null where it is still there when time is up. */
  waitForExit(request: { run: RunId; timeout: Milliseconds }): Promise<Ended | null>
  /** How long Node takes to start on this machine just now, while nobody in the berth does anything. */
  nodeStartTime(request: { berth: BerthId }): Promise<Milliseconds>
  /** Has berths come before everybody else on the machine who wants its processor, or be as all others again. */
  prioritise(request: { isPrioritised: boolean }): Promise<void>
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
   * All that was heard in the world outside so far. Waits until these words are among it, until nothing in the berth has
   * anything left to do, or until `timeout` has passed.
   */
  waitForRequests(request: { berth: BerthId; words: string[]; timeout: Milliseconds }): Promise<Heard[]>
  /** Sends an HTTP request of the judge's own from the network of a process, and waits for the answer. */
  request(request: { pid: number; address: string; word: string }): Promise<void>
  /** The network of a process; null where it has ended. */
  networkOf(request: { pid: number }): Promise<Network | null>
  /** The network of the berth itself, outside every container. */
  network(request: { berth: BerthId }): Promise<Network>
  /** The packet filter's rules in the berth itself, a line each behind its table. */
  rules(request: { berth: BerthId }): Promise<string[]>
}

/** A machine that is ready, and how to let go of it. */
export interface OpenMachine {
  machine: Machine
  /** Has podman there, if this is the lab: that of another machine is its owner's. */
  addPodman(): Promise<void>
  close(): Promise<void>
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
  /** How many cgroups the code can make, where that is few: mkdir answers EAGAIN beyond (cgroup.max.descendants). */
  cgroups?: number
  /** cgroup.subtree_control of the berth's root lacks memory, cpu and pids: the code has to enable them itself. */
  controllersDisabled?: true
  /** Its programs have CAP_SYS_PTRACE, which it takes to join the namespaces of another user's process (ptrace(2)). */
  mayTrace?: true
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
