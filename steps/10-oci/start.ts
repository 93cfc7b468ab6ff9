import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'
import { openDoor } from '#provided/oci/door.ts'

/** Has the first process of a container become its command. */
export function start({ root, id }: CommandLine): number {
  const container = new Container(root, id)
  container.load()
  // TODO 10.2  Open the door that it waits at: `openDoor`, given `container.folder`. One that was started before has no
  //   door any more: that is an error, and `openDoor` says so.
  //   https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#start

  return 0
}
