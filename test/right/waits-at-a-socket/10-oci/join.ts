import { readBundle, readJson } from '#provided/oci/bundle.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import type { Process } from '#provided/oci/config.ts'
import { leaveGate, waitAtGate } from '#provided/oci/gate.ts'
import { enterMounts } from '#provided/oci/namespaces.ts'
import { prepare } from '#steps/10-oci/process.ts'
import { noted } from './notes.ts'

export function join({ id, process: file = '' }: CommandLine): never {
  const { pid, bundle } = noted(id)
  const wanted = readJson<Process>(file)
  const { config } = readBundle(bundle)
  waitAtGate()
  enterMounts(pid)
  const become = prepare(wanted, config.linux?.seccomp)
  leaveGate()
  return become()
}
