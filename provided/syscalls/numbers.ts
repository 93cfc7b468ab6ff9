import { Failure } from '../failure.ts'
import { SYSTEM_CALLS, type SystemCall } from './table.ts'

/** Where each processor's numbers are in the table. */
const COLUMNS: Record<string, 0 | 1> = { x64: 0, arm64: 1 }

/**
 * The number of a system call on a processor.
 *
 * @param arch - as Node calls it: `x64`, `arm64`
 * @throws Failure where there is none
 */
export function numberOf(name: SystemCall, arch: string = process.arch): number {
  const number = numberIfAny(name, arch)
  if (number === null) throw new Failure(`Linux has no system call ${name} on ${arch}.`)
  return number
}

/** The same, or null where that processor, or Linux 6.1, has no call of the name. */
export function numberIfAny(name: string, arch: string = process.arch): number | null {
  const column = COLUMNS[arch]
  if (column === undefined)
    throw new Failure(`This kit knows the system calls of x64 and arm64, not those of ${arch}.`)
  return Object.hasOwn(SYSTEM_CALLS, name) ? SYSTEM_CALLS[name as SystemCall][column] : null
}
