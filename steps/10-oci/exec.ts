import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { Failure } from '#provided/failure.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container, type Remembered } from '#provided/oci/container.ts'
import { arrival, GATED, letIn } from '#provided/oci/gate.ts'
import { namespacesOf } from '#provided/oci/namespaces.ts'
import { self } from '#provided/oci/self.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { addToCgroup } from './cgroup.ts'
import { statusOf } from './state.ts'

/** Executes one more command in a container that runs. */
export async function exec({
  root,
  id,
  process: file,
  words,
  pidFile,
  detach,
}: CommandLine): Promise<number> {
  const container = new Container(root, id)
  if (statusOf(container) !== 'running') throw new Failure(`The container ${id} does not run.`)
  const options = ['--root', root, ...(file === undefined ? [] : ['--process', file])]
  const child = await oneMore(container.load(), self('join', ...options, id, ...words))
  if (pidFile !== undefined) writeFileSync(pidFile, String(child.pid))
  if (detach) return 0
  child.ref()
  return exitStatus(child)
}

/** Starts `join`, to become one more process of a container. */
async function oneMore({ pid, cgroup }: Remembered, args: string[]): Promise<ChildProcess> {
  // TODO 10.8  Start this program once more, with `args`, which make it a `join`: by `spawnIn`, with no new namespaces
  //   (0), but with those of the container's first process, `namespacesOf(pid)`. It waits at a gate, as `init` does:
  //   when it has arrived (`arrival`), `addToCgroup`, and then `letIn`, which comes back when it is about to become the
  //   command. Second half: join.ts.
  //   man 2 setns, man 1 nsenter
  throw new Error('10.8 is still open: exec starts no process yet')
}
