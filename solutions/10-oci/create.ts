import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { type Bundle, readBundle } from '#provided/oci/bundle.ts'
import { cgroupOf, endProcesses, removeCgroups } from '#provided/oci/cgroup.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { birthOf, Container } from '#provided/oci/container.ts'
import { makeDoor } from '#provided/oci/door.ts'
import { arrival, GATED, letIn } from '#provided/oci/gate.ts'
import { joinedNamespaces, newNamespaces } from '#provided/oci/namespaces.ts'
import { self } from '#provided/oci/self.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { CLONE_NEWCGROUP } from '#provided/syscalls/namespaces.ts'
import { addToCgroup, setUpCgroup } from './cgroup.ts'

/** Makes a container of a bundle: all of it is there, but its first process waits before it becomes the command. */
export async function create({ root, id, bundle: folder, pidFile }: CommandLine): Promise<number> {
  const bundle = readBundle(folder)
  const cgroup = cgroupOf(bundle, id)
  const container = new Container(root, id)
  container.begin()
  let init: ChildProcess | undefined
  try {
    makeDoor(container.folder)
    init = firstProcess(bundle, root, id)
    const pid = await arrival(init)
    const born = birthOf(pid) ?? ''
    const { annotations = {} } = bundle.config
    container.save({ id, pid, born, bundle: bundle.folder, cgroup, annotations })
    setUpCgroup(cgroup, bundle)
    addToCgroup(cgroup, pid)
    await letIn(init)
    if (pidFile !== undefined) writeFileSync(pidFile, String(pid))
  } catch (error) {
    // It may be in no cgroup yet, and waits for us.
    init?.kill('SIGKILL')
    endProcesses(cgroup)
    removeCgroups(cgroup)
    container.remove()
    throw error
  }
  return 0
}

/** Starts `init` in the namespaces that the bundle asks for. It stays when this program has ended. */
function firstProcess(bundle: Bundle, root: string, id: string): ChildProcess {
  const { namespaces } = bundle.config.linux ?? {}
  // 10.1  The cgroup namespace it makes itself: its root is the cgroup that one is in at that moment.
  return spawnIn(
    newNamespaces(namespaces) & ~CLONE_NEWCGROUP,
    process.execPath,
    self('init', id, '--root', root, '--bundle', bundle.folder),
    { stdio: GATED },
    joinedNamespaces(namespaces),
  )
}
