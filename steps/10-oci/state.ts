import { writeSync } from 'node:fs'
import { OCI_VERSION } from '#provided/oci/answer.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { birthOf, Container } from '#provided/oci/container.ts'
import { isDoorThere } from '#provided/oci/door.ts'

/** Says how a container is, in the form that the specification has for it. */
export function state({ root, id }: CommandLine): number {
  const container = new Container(root, id)
  const { pid, bundle, annotations } = container.load()
  const status = statusOf(container)
  const said = {
    ociVersion: OCI_VERSION,
    id,
    status,
    ...(status !== 'stopped' && { pid }),
    bundle,
    annotations,
  }
  writeSync(1, `${JSON.stringify(said, null, 2)}\n`)
  return 0
}

/** How a container is at this moment. */
export function statusOf(container: Container): 'created' | 'running' | 'stopped' {
  const { pid, born } = container.load()
  // TODO 10.3  Say `stopped`, `created` or `running`. Nothing that was written down is true for long: ask the kernel.
  //   `birthOf(pid)` is when the process with that number was born, and undefined if there is none. If it is not
  //   `born`, ours has ended, and the number may be somebody else's. As long as the door is there it has not been
  //   started: `isDoorThere`, given `container.folder`. Second half: kill.ts.
  //   https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#state
  throw new Error('10.3 is still open: nobody knows how the container is')
}
