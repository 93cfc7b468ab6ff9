import { Failure } from '#provided/failure.ts'
import { endProcesses, removeCgroups } from '#provided/oci/cgroup.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'
import { waitForEnd } from '#provided/syscalls/pidfd.ts'
import { statusOf } from './state.ts'

/** Removes what is left of a container that has ended; with `--force`, ends it first. */
export function remove({ root, id, force }: CommandLine): number {
  const container = new Container(root, id)
  if (force && !container.isThere) {
    container.remove()
    return 0
  }
  const { pid, cgroup } = container.load()

  // 10.4  Its mounts went with its namespace. Its cgroup and our notes are still there.
  if (statusOf(container) !== 'stopped') {
    if (!force)
      throw new Failure(`The container ${id} has not ended. Next: kill ${id}, or delete --force ${id}`)
    process.kill(pid, 'SIGKILL')
    waitForEnd(pid)
  }
  endProcesses(cgroup)
  removeCgroups(cgroup)
  container.remove()

  return 0
}
