import { endProcesses, removeCgroups } from '#provided/oci/cgroup.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { forget, isThere, noted } from './notes.ts'
import { statusOf } from './state.ts'

/** Whoever is in the cgroup is killed: its first process, too. */
export function remove({ id, force }: CommandLine): number {
  if (force && !isThere(id)) return 0
  const { cgroup } = noted(id)
  if (!force && statusOf(id) !== 'stopped') throw new Error(`${id} has not ended`)
  endProcesses(cgroup)
  removeCgroups(cgroup)
  forget(id)
  return 0
}
