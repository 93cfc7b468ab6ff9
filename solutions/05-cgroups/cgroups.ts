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
  // 5.1  Controllers are handed down: each cgroup on the way has to list them.
  for (const above of [CGROUP_ROOT, OURS]) {
    mkdirSync(above, { recursive: true, mode: 0o755 })
    writeKernelFile(`${above}/cgroup.subtree_control`, '+memory +cpu')
  }
  mkdirSync(path, { mode: 0o755 })
}

function limitMemory(path: string): void {
  // 5.2  Without the second limit a container that hits the first would swap instead of being stopped.
  writeKernelFile(`${path}/memory.max`, String(MEMORY_MAX))
  if (existsSync(`${path}/memory.swap.max`)) writeKernelFile(`${path}/memory.swap.max`, '0')
}

function limitCpu(path: string): void {
  // 5.3  Half of one processor, however many there are.
  writeKernelFile(`${path}/cpu.max`, CPU_MAX)
}

/** Moves a process into a cgroup. The children it has from then on are born there. */
export function addProcessToCgroup(path: string, pid: number): void {
  // 5.4  gate.ts sees to it that this happens before the command runs.
  writeKernelFile(`${path}/cgroup.procs`, String(pid))
}

/** Removes a cgroup in which no process is left. */
export function removeCgroup(path: string): void {
  // 5.6  Only the folder: the files in it are the kernel's, and go with it.
  if (existsSync(path)) rmdirSync(path)
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
