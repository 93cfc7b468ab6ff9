import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { writeKernelFile } from '#provided/kernel-file.ts'

const CGROUP_ROOT = '/sys/fs/cgroup'
const OURS = `${CGROUP_ROOT}/drydock`

/** In bytes: 100 MB, counted in powers of two. */
const MEMORY_MAX = 100 * 1024 * 1024

/** In microseconds: how much CPU time in every so much time. */
const CPU_MAX = '50000 100000'

/**
 * Makes a cgroup for one container and sets its limits. Where that fails nothing is left behind.
 *
 * @param childPid - the container's first process, as numbered outside
 * @returns the cgroup's folder
 */
export function setupCgroups(childPid: number): string {
  const path = `${OURS}/${childPid}`
  removeAbandoned(childPid)
  try {
    createCgroup(path)
    limitMemory(path)
    limitCpu(path)
  } catch (error) {
    removeCgroup(path)
    throw error
  }
  return path
}

function createCgroup(path: string): void {
  // TODO 5.1  Make the folder `path`, mode 0755, with OURS above it. Making a folder makes a cgroup: the
  //   kernel fills it with files.
  //   It has memory.max and cpu.max only if every cgroup above hands these controllers down: write
  //   `+memory +cpu` into the cgroup.subtree_control of CGROUP_ROOT and of OURS.
  //   man 7 cgroups ("Cgroups v2 subtree control"), man 2 mkdir; cat /sys/fs/cgroup/cgroup.controllers
}

function limitMemory(path: string): void {
  // TODO 5.2  Write MEMORY_MAX into memory.max. On a machine with swap the container would now go on in swap,
  //   slowly, and never be stopped: write 0 into memory.swap.max, a file that is missing where the kernel
  //   knows no swap.
  //   https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
}

function limitCpu(path: string): void {
  // TODO 5.3  Write CPU_MAX into cpu.max.
  //   https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
}

/** Moves a process into a cgroup. The children it has from then on are born there. */
export function addProcessToCgroup(path: string, pid: number): void {
  // TODO 5.4  Write the number of the process into cgroup.procs. That moves it with all its threads. What it
  //   has allocated so far stays with its old cgroup, and children it has by now stay there, too: so the
  //   command must not run before this is done. The rest of 5.4 is in gate.ts: parent and child.
  //   man 7 cgroups ("Creating cgroups and moving processes"); afterwards: cat /proc/<pid>/cgroup
}

/** Removes a cgroup in which no process is left. */
export function removeCgroup(path: string): void {
  // TODO 5.6  Remove the folder with `rmdirSync`, if it exists. Not recursively: the files in it are the
  //   kernel's, and go with it. A cgroup with processes in it is EBUSY.
  //   man 2 rmdir, man 7 cgroups ("Removing cgroups")
}

/** Removes what is left of containers whose parent was killed: named by a process that is no more, or has this number now. */
function removeAbandoned(childPid: number): void {
  for (const name of existsSync(OURS) ? readdirSync(OURS) : []) {
    const isInUse = existsSync(`/proc/${name}`) && name !== String(childPid)
    if (!/^[1-9]\d{0,6}$/.test(name) || isInUse) continue
    try {
      removeCgroup(`${OURS}/${name}`)
    } catch {
      // A process that is just ending makes it EBUSY: the next start removes it.
    }
  }
}
