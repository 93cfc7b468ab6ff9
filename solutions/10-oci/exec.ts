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
  // 10.8  In all namespaces of the container but that of its mounts, where no Node would be found.
  const child = spawnIn(0, process.execPath, args, { stdio: GATED }, namespacesOf(pid))
  addToCgroup(cgroup, await arrival(child))
  await letIn(child)
  return child
}
