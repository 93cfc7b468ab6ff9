import type { Cgroup } from '../machine/process.ts'

/** The cgroup of that path, as it was when all were looked at. */
export const cgroupAt = (cgroups: Cgroup[], path?: string) => cgroups.find((cgroup) => cgroup.path === path)

/** The number behind a key of `memory.events` or `cpu.stat`; 0 where it is not counted. */
export function counted(cgroup: Cgroup | undefined, file: string, key: string): number {
  const line = cgroup?.files[file]?.split('\n').find((entry) => entry.startsWith(`${key} `))
  return Number(line?.split(' ')[1] ?? 0)
}
