import { hasBusybox } from '../probe/busybox.ts'
import { probeCgroups } from '../probe/cgroup.ts'
import { isDisposable } from '../probe/disposable.ts'
import { choice, problem } from '../probe/messages.ts'
import { isPrivileged } from '../probe/privileges.ts'
import type { MachineKind } from './machine.ts'

/** The machine to judge on and why, or what stands in the way and the command that mends it. */
export type Choice = { kind: MachineKind; reason: string } | { problem: string }

/**
 * Chooses between this machine and the lab. This machine only where it is marked disposable, we are root, and it
 * has cgroup v2 controllers to hand out.
 *
 * @param wanted - what the person asked for by `--machine`: asking for `native` is a mark of its own
 */
export function chooseMachine(wanted?: MachineKind): Choice {
  if (wanted === 'lab') return { kind: 'lab', reason: choice.asked }
  if (wanted !== 'native' && !isDisposable()) return { kind: 'lab', reason: choice.notDisposable }

  const elsewhere = (obstacle: string): Choice =>
    wanted === 'native' ? { problem: obstacle } : { kind: 'lab', reason: obstacle }
  if (!isPrivileged()) return elsewhere(problem.notRoot)
  const cgroups = probeCgroups()
  if (cgroups.state === 'ready')
    return hasBusybox() ? { kind: 'native', reason: choice.native } : { problem: problem.noImage }
  // One command mends it, and this machine is faster than the lab: the person should know.
  if (cgroups.state === 'occupied') return { problem: problem.cgroups(cgroups) }
  return elsewhere(problem.cgroups(cgroups))
}
