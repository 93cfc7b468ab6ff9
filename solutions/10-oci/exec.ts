import { writeFileSync } from 'node:fs'
import { Failure } from '#provided/failure.ts'
import { readBundle, readJson, refuseTerminal } from '#provided/oci/bundle.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import type { Process } from '#provided/oci/config.ts'
import { arrival, GATED, leaveGate, letIn, waitAtGate } from '#provided/oci/gate.ts'
import { enterMounts, namespacesOf } from '#provided/oci/namespaces.ts'
import { Container } from '#provided/oci/container.ts'
import { self } from '#provided/oci/self.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { addToCgroup } from './cgroup.ts'
import { prepare } from './process.ts'
import { statusOf } from './state.ts'

/** Executes one more command in a container that runs. */
export async function exec(given: CommandLine): Promise<number> {
  const { root, id, pidFile, detach } = given
  const container = new Container(root, id)
  if (statusOf(container) !== 'running') throw new Failure(`The container ${id} does not run.`)
  const { pid, cgroup } = container.load()
  const options = ['--root', root, ...(given.process ? ['--process', given.process] : [])]
  const args = self('join', ...options, id, ...given.words)

  // 10.8  In all its namespaces but that of its mounts, where no Node would be found; and under its limits.
  const child = spawnIn(0, process.execPath, args, { stdio: GATED }, namespacesOf(pid))
  const status = exitStatus(child)
  addToCgroup(cgroup, await arrival(child))
  await letIn(child)

  if (pidFile !== undefined) writeFileSync(pidFile, String(child.pid))
  if (detach) return 0
  child.ref()
  return status
}

/** What `exec` starts: it goes where the container’s files are, and becomes the command. */
export function join({ root, id, process: file, words }: CommandLine): never {
  const { pid, bundle } = new Container(root, id).load()
  const { config } = readBundle(bundle)
  const wanted: Process = file ? readJson(file) : { ...config.process, args: words }
  refuseTerminal(wanted)
  waitAtGate()
  // 10.8, second half  The last thing that is needed from the machine has been read.
  enterMounts(pid)

  const become = prepare(wanted, config.linux?.seccomp)
  leaveGate()
  return become()
}
