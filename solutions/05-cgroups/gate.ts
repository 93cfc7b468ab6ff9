import type { ChildProcess, StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { readSync, writeSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { dieWithParent } from '#provided/syscalls/process.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { addProcessToCgroup, removeCgroup, setupCgroups } from './cgroups.ts'

/** The child's end of a two-way pipe to the parent: its first file after stdin, stdout and stderr. */
const GATE = 3

/** What a container is started with that is to wait at the gate. */
export const GATED: StdioOptions = ['inherit', 'inherit', 'inherit', 'pipe']

/**
 * The parent's side: gives a container its limits before its command runs, and takes away what is left of them when it
 * has ended.
 *
 * @param prepare - what else has to be there before its command runs, as in step 07; it answers how to undo that
 * @returns its exit status
 */
export async function limited(
  container: ChildProcess,
  prepare: (pid: number) => () => void = () => () => {},
): Promise<number> {
  const status = exitStatus(container)
  if (container.pid === undefined) return status

  const gate = container.stdio[GATE] as Duplex
  // A child that has ended already cannot be told anything: its exit status says why.
  gate.on('error', () => {})
  let cgroup: string | undefined
  let undo = () => {}
  try {
    cgroup = setupCgroups(container.pid)
    undo = prepare(container.pid)

    // 5.4, in the parent  Its Node boots at full speed. One that ended instead has said why: the image is not there.
    // The gate opens when the child is where it belongs.
    const hasEnded = await Promise.race([once(gate, 'data').then(() => false), status.then(() => true)])
    if (hasEnded) return status
    addProcessToCgroup(cgroup, container.pid)
    gate.write('!')
  } finally {
    gate.end()
    await status
    try {
      undo()
    } finally {
      if (cgroup !== undefined) removeCgroup(cgroup)
    }
  }
  return status
}

/** The child's side: does not come back before the limits hold. Throws if they never will. */
export function waitForLimits(): void {
  // 5.4, in the child  Say that we are there, and wait. No answer means that the parent gave up, or is gone.
  dieWithParent()
  writeSync(GATE, '!')
  if (readSync(GATE, Buffer.alloc(1)) === 0) throw new Error('the parent gave up on this start')
}
