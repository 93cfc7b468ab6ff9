import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeKernelFile } from '#provided/kernel-file.ts'
import type { Bundle } from '#provided/oci/bundle.ts'
import { cgroupsAbove, handDownControllers } from '#provided/oci/cgroup.ts'
import { limitsOf } from '#provided/oci/limits.ts'

/** Makes the cgroup of a container, with the limits that its bundle asks for. */
export function setUpCgroup(cgroup: string, { config }: Bundle): void {
  const limits = limitsOf(config.linux?.resources)

  // TODO 10.5  Make the folder `cgroup`, and those above it. Each of `cgroupsAbove(cgroup)` has to hand its controllers
  //   down: `handDownControllers`. Then write the limits, with `writeKernelFile`: names of files, and what belongs into
  //   them. (The bundle has them in the terms of cgroup v1; `limitsOf` has translated them.)
  //   Where there is no memory.swap.max, there is no swap to limit. Second half: below.
  //   https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups
}

/** Moves a process into a cgroup, and with it the children that it will have. */
export function addToCgroup(cgroup: string, pid: number): void {
  // 10.5, second half  As in 5.4: its number into cgroup.procs.
}
