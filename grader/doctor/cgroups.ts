import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { probeCgroups } from '../probe/cgroup.ts'
import { isDisposable } from '../probe/disposable.ts'
import { problem } from '../probe/messages.ts'
import { isPrivileged } from '../probe/privileges.ts'
import { messages } from './messages.ts'

/** How often a process may be born in the root between its being empty and the controllers being enabled. */
const attempts = 20

/**
 * Lets a privileged container hand out cgroup v2 controllers. Its root cgroup is not the kernel's own, so it may
 * not have processes and enabled controllers at once (cgroups(7), "no internal processes"): all processes go to
 * the leaf `init`, and then the controllers are enabled.
 *
 * @returns what was done, or why not, for a person
 */
export function fixCgroups(): string {
  const words = messages.fix
  const cgroups = probeCgroups()
  if (cgroups.state === 'ready') return words.nothing
  if (cgroups.state !== 'occupied') return words.cannot(problem.cgroups(cgroups))
  if (!isDisposable()) return words.refused
  if (!isPrivileged()) return words.notRoot

  const { mount } = cgroups
  const moved = new Set<string>()
  mkdirSync(join(mount, 'init'), { recursive: true })
  for (let attempt = 1; ; attempt++) {
    const stuck = moveAll(mount, moved)
    if (stuck.length > 0) return words.stuck(mount, stuck)
    try {
      enableAll(mount)
      return words.done(mount, moved.size)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error)
      if (code !== 'EBUSY' || attempt === attempts) return words.busy(mount, code)
    }
  }
}

/** Moves the processes of the root to `init`, and returns those that cannot be moved. */
function moveAll(mount: string, moved: Set<string>): string[] {
  const stuck = new Set<string>()
  for (;;) {
    const pids = read(join(mount, 'cgroup.procs')).filter((pid) => !stuck.has(pid))
    if (pids.length === 0) return [...stuck]
    for (const pid of pids) {
      if (pid !== '0' && move(pid, join(mount, 'init'))) moved.add(pid)
      else stuck.add(pid)
    }
  }
}

/** False where the process is not to be moved; one that has ended meanwhile counts as moved. */
function move(pid: string, cgroup: string): boolean {
  try {
    writeFileSync(join(cgroup, 'cgroup.procs'), pid)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function enableAll(mount: string): void {
  const controllers = read(join(mount, 'cgroup.controllers'))
  writeFileSync(join(mount, 'cgroup.subtree_control'), controllers.map((name) => `+${name}`).join(' '))
}

function read(file: string): string[] {
  return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean)
}
