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
  // TODO 10.1  Start this program once more, as `init`, and return the child: the rest of `create` waits for it.
  //   As in 02 it is Node with `self('init', id, …)`, which needs `--root` and `--bundle` (the bundle's folder) too.
  //   It is started with `{ stdio: GATED }`, as in 05: what the container prints has to come out where `create` had its
  //   stdout, and there is a pipe to talk with. As in 03 it is `spawnIn` that starts it, in new namespaces of the kinds
  //   that the bundle asks for: `newNamespaces(namespaces)`. CLONE_NEWCGROUP is to be left out, for `init` makes that
  //   when it is in its cgroup. A namespace with a `path` is somebody else's: `spawnIn` takes those last,
  //   `joinedNamespaces(namespaces)`. Its second half is in init.ts.
  //   https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#create
  throw new Error('10.1 is still open: create starts no process yet')
}
