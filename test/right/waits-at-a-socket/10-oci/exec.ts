import { writeFileSync } from 'node:fs'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { arrival, GATED, letIn } from '#provided/oci/gate.ts'
import { namespacesOf } from '#provided/oci/namespaces.ts'
import { self } from '#provided/oci/self.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { addToCgroup } from '#steps/10-oci/cgroup.ts'
import { noted } from './notes.ts'

/** As podman calls it: with a file that says what is to be executed, and not waiting for its end. */
export async function exec({ id, process: file = '', pidFile = '' }: CommandLine): Promise<number> {
  const { pid, cgroup } = noted(id)
  const child = spawnIn(
    0,
    process.execPath,
    self('join', '--process', file, id),
    { stdio: GATED },
    namespacesOf(pid),
  )
  addToCgroup(cgroup, await arrival(child))
  await letIn(child)
  writeFileSync(pidFile, `${child.pid}`)
  return 0
}
