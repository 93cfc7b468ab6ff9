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

  // TODO 10.4  Refuse one that has not ended (`statusOf`), by a Failure. With `force`, end it: SIGKILL, and then wait,
  //   for the kernel takes a moment: `waitForEnd(pid)`.
  //   What is left then? Mounts and namespaces went with the last process. In the cgroup there may still be processes,
  //   if the container had no PID namespace: `endProcesses(cgroup)`. Then `removeCgroups(cgroup)`; and last
  //   `container.remove()`, our own notes: whoever is killed in the middle can be called again.
  //   https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#delete

  return 0
}
