import { readFileSync } from 'node:fs'

/** Bit of CAP_SYS_ADMIN in a capability set (capabilities(7)). */
const sysAdmin = 21n

/**
 * Whether namespaces, mounts and cgroups can be made here. Root alone is not enough: in a container that is not
 * privileged it lacks CAP_SYS_ADMIN.
 */
export function isPrivileged(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const effective = readFileSync('/proc/self/status', 'utf8').match(/^CapEff:\s*(\w+)$/m)?.[1] ?? '0'
  return ((BigInt(`0x${effective}`) >> sysAdmin) & 1n) === 1n
}
