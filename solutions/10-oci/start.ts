import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'
import { openDoor } from '#provided/oci/door.ts'

/** Has the first process of a container become its command. */
export function start({ root, id }: CommandLine): number {
  const container = new Container(root, id)
  container.load()
  // 10.2  It waits at the door, and nowhere else.
  openDoor(container.folder)

  return 0
}
