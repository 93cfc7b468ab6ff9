import type { Process } from '../machine/process.ts'
import { settings } from '../session/settings.ts'
import { fail } from '../verdict/judgement.ts'

/**
 * Ends a check where a process is in a namespace of the machine's.
 *
 * @param kinds - as in /proc/<pid>/ns: `pid`, `mnt`
 */
export function expectOwn({ namespaces, nsPids }: Process, kinds: string[], message?: string): void {
  const shared = kinds.find((kind) => namespaces[kind]?.shared !== false)
  if (shared === undefined) return
  fail({
    kernelFile: `/proc/${nsPids[0]}/ns/${shared}`,
    expected: 'another namespace than that of the machine',
    found: `${namespaces[shared]?.id}, the same`,
    message,
  })
}

const gone = 'What earlier steps gave the container is gone. Add to EARLIER; do not replace it.'

/** Ends a check where a step's namespaces have taken the place of those that earlier steps gave the container. */
export function expectEarlier(process: Process, kinds: string[]): void {
  expectOwn(
    process,
    kinds,
    settings().mine ? `${gone} Or they are your own, and 3.1 is still open: npm run grade 03` : gone,
  )
}
