import { readBundle, readJson, refuseTerminal } from '#provided/oci/bundle.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import type { Process } from '#provided/oci/config.ts'
import { Container } from '#provided/oci/container.ts'
import { leaveGate, waitAtGate } from '#provided/oci/gate.ts'
import { enterMounts } from '#provided/oci/namespaces.ts'
import { prepare } from './process.ts'

/** What `exec` starts: it goes where the container’s files are, and becomes the command. */
export function join({ root, id, process: file, words }: CommandLine): never {
  const { pid, bundle } = new Container(root, id).load()
  const { config } = readBundle(bundle)
  const wanted: Process = file ? readJson(file) : { ...config.process, args: words }
  refuseTerminal(wanted)
  waitAtGate()
  // 10.8, second half  The last thing that is needed from the machine has been read.
  enterMounts(pid)

  const become = prepare(wanted, config.linux?.seccomp)
  leaveGate()
  return become()
}
