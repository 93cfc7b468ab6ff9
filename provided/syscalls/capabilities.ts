import { libc } from './libc.ts'

/** The numbers from include/uapi/linux/capability.h: those that reach beyond a container. */
export const CAP_DAC_READ_SEARCH = 2
export const CAP_SYS_MODULE = 16
export const CAP_SYS_RAWIO = 17
export const CAP_SYS_BOOT = 22
export const CAP_SYS_TIME = 25

const PR_CAPBSET_DROP = 24
const VERSION_3 = 0x20080522
/** Effective, permitted, inheritable: a word each, once for capabilities 0 to 31 and once for the rest. */
const SETS = 3

/**
 * Gives capabilities away for good: this thread and what it executes will never have them again, not even by
 * a set-user-ID program. Children started afterwards by this thread inherit that.
 *
 * @param capabilities - `CAP_…`
 * @see man 7 capabilities, man 2 capset
 */
export function dropCapabilities(capabilities: number[]): void {
  for (const capability of capabilities) {
    libc('prctl', [PR_CAPBSET_DROP, capability, 0, 0, 0], ['PR_CAPBSET_DROP', String(capability)])
  }
  const header = Buffer.alloc(8)
  header.writeUInt32LE(VERSION_3, 0)
  const words = Buffer.alloc(2 * SETS * 4)
  libc('capget', [header, words])
  for (const capability of capabilities) {
    for (let set = 0; set < SETS; set++) {
      const offset = (Math.floor(capability / 32) * SETS + set) * 4
      words.writeUInt32LE((words.readUInt32LE(offset) & ~(1 << (capability % 32))) >>> 0, offset)
    }
  }
  libc('capset', [header, words])
}
