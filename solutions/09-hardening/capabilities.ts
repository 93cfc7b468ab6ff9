import { Failure } from '#provided/failure.ts'
import { readKernelFile } from '#provided/kernel-file.ts'
import {
  CAPABILITIES,
  capset,
  clearAmbientSet,
  dropFromBoundingSet,
} from '#provided/syscalls/capabilities.ts'

/** Of all that root may do, what Docker leaves to root in a container. */
export const DEFAULT_CAPABILITIES = [
  'CAP_AUDIT_WRITE',
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_CHROOT',
]

/**
 * Gives all other capabilities away, for this process and for whatever it will execute.
 *
 * @param names - `CAP_CHOWN`, …
 * @throws Failure for a name that is no capability's
 */
export function keepCapabilities(names: string[]): void {
  const kept = names.map(numberOf)
  // This kernel may have some that have no name here.
  const last = Number(readKernelFile('/proc/sys/kernel/cap_last_cap'))
  const all = Array.from({ length: last + 1 }, (_, number) => number)

  // 9.3  The bounding set first, while there is still CAP_SETPCAP. Without it root would get all back by execve.
  for (const number of all) if (!kept.includes(number)) dropFromBoundingSet(number)
  clearAmbientSet()
  capset({ effective: kept, permitted: kept, inheritable: [] })
}

function numberOf(name: string): number {
  const number = CAPABILITIES.indexOf(name)
  if (number < 0) throw new Failure(`There is no capability ${name}. Next: man 7 capabilities`)
  return number
}
