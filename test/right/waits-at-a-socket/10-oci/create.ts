import { readlinkSync, writeFileSync } from 'node:fs'
import { readBundle } from '#provided/oci/bundle.ts'
import { cgroupOf, removeCgroups } from '#provided/oci/cgroup.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { arrival, GATED, letIn } from '#provided/oci/gate.ts'
import { joinedNamespaces, newNamespaces } from '#provided/oci/namespaces.ts'
import { self } from '#provided/oci/self.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { CLONE_NEWCGROUP } from '#provided/syscalls/namespaces.ts'
import { addToCgroup, setUpCgroup } from '#steps/10-oci/cgroup.ts'
import { forget, isThere, note } from './notes.ts'

export async function create({ id, bundle: folder, pidFile }: CommandLine): Promise<number> {
  if (isThere(id)) throw new Error(`${id} is somebody already`)
  const bundle = readBundle(folder)
  const { namespaces } = bundle.config.linux ?? {}
  const cgroup = cgroupOf(bundle, id)
  const child = spawnIn(
    newNamespaces(namespaces) & ~CLONE_NEWCGROUP,
    process.execPath,
    self('init', id, '--bundle', bundle.folder),
    { stdio: GATED },
    joinedNamespaces(namespaces),
  )
  try {
    const pid = await arrival(child)
    note(id, { pid, namespace: readlinkSync(`/proc/${pid}/ns/pid`), cgroup, bundle: bundle.folder })
    setUpCgroup(cgroup, bundle)
    addToCgroup(cgroup, pid)
    await letIn(child)
    if (pidFile) writeFileSync(pidFile, `${pid}`)
  } catch (error) {
    child.kill('SIGKILL')
    removeCgroups(cgroup)
    forget(id)
    throw error
  }
  return 0
}
