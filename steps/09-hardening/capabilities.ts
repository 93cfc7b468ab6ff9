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

  // TODO 9.3  Of `all`, the numbers that are not `kept` have to go, out of five sets.
  //   First the bounding set, one call of `dropFromBoundingSet` each: as long as it has them, root has all of them back
  //   by its next execve. That takes CAP_SETPCAP, which may go with the others: so it comes first. Then
  //   `clearAmbientSet`. Then `capset`: effective and permitted what is kept, inheritable nothing at all.
  //   By hand:  grep Cap /proc/self/status;  setpriv --dump
  //   man 7 capabilities ("Thread capability sets", "Transformation of capabilities during execve()")
}

function numberOf(name: string): number {
  const number = CAPABILITIES.indexOf(name)
  if (number < 0) throw new Failure(`There is no capability ${name}. Next: man 7 capabilities`)
  return number
}
