import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeKernelFile } from '#provided/kernel-file.ts'
import type { Bundle } from '#provided/oci/bundle.ts'
import { cgroupsAbove, handDownControllers } from '#provided/oci/cgroup.ts'
import { limitsOf } from '#provided/oci/limits.ts'

/** Makes the cgroup of a container, with the limits that its bundle asks for. */
export function setUpCgroup(cgroup: string, { config }: Bundle): void {
  const limits = limitsOf(config.linux?.resources)

  // 10.5  As in 5.1 and 5.2, but where and how much somebody else says.
  mkdirSync(cgroup, { recursive: true })
  for (const above of cgroupsAbove(cgroup)) handDownControllers(above)
  for (const [file, value] of Object.entries(limits)) {
    // On a kernel without swap accounting there is nothing to limit.
    if (file !== 'memory.swap.max' || existsSync(join(cgroup, file)))
      writeKernelFile(join(cgroup, file), value)
  }
}

/** Moves a process into a cgroup, and with it the children that it will have. */
export function addToCgroup(cgroup: string, pid: number): void {
  // 10.5, second half  Behind the gate, it cannot do anything yet.
  writeKernelFile(join(cgroup, 'cgroup.procs'), String(pid))
}
