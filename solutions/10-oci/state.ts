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
  // 10.3  Nobody told us when it ended. The kernel knows.
  if (birthOf(pid) !== born) return 'stopped'
  return isDoorThere(container.folder) ? 'created' : 'running'
}
