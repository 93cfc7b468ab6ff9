import type { MachineKind } from '../machine/machine.ts'

/**
 * What a check can say, and never a mixture of two:
 *
 * - `pass`: it holds.
 * - `fail`: it does not, and the attendee's code is why.
 * - `waits`: an earlier TODO is open, so nothing is known about this one.
 * - `environment`: this machine cannot tell, for want of something that a command can mend.
 * - `inconclusive`: measured, again and again, and the machine was too noisy to tell.
 */
export type Outcome = 'pass' | 'fail' | 'waits' | 'environment' | 'inconclusive'

/** The verdict on one TODO, as `--json` writes it. */
export interface TodoVerdict {
  /** `5.3` */
  id: string
  /** What holds when it passes: `CPU is limited to 50 ms of every 100 ms`. */
  title: string
  outcome: Outcome
  /** One or more sentences for the person; on a pass, a remark worth knowing. */
  message?: string | undefined
  /** Where to look: the TODO's line, or the file in which its marker is gone. From the project's root. */
  file?: string
  line?: number
  /** The kernel file that was read, as the attendee sees it: `/sys/fs/cgroup/drydock/412/cpu.max`. */
  kernelFile?: string
  expected?: string
  found?: string
  /** The open TODOs that it waits for. */
  waitsFor?: string[]
}

/** The verdict on a step: the worst of its TODOs, where `fail` beats what the machine could not tell. */
export interface StepVerdict {
  /** `05` */
  step: string
  /** `Control groups` */
  title: string
  outcome: Outcome
  /** Absent, as the kernel is, where no machine could be had. */
  machine?: MachineKind
  /** `6.1.0-56-cloud-amd64` */
  kernel?: string
  seconds: number
  todos: TodoVerdict[]
  /** What the code left behind on the machine and the grader removed, one sentence each. */
  leftovers: string[]
}

/** What `--json` writes. */
export interface Report {
  schema: 1
  steps: StepVerdict[]
  /** Folders of steps that `--all` asked for, and that were not there. */
  absent?: string[]
}
