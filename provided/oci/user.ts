import { libc } from '../syscalls/libc.ts'
import type { Process } from './config.ts'

const PR_SET_KEEPCAPS = 8
const VERSION_3 = 0x20080522

const root = { uid: 0, gid: 0 }

/**
 * Becomes another user, and keeps for the moment what root may do: with its number root would lose it all.
 *
 * @see man 7 capabilities ("Effect of user ID changes on capabilities")
 */
export function becomeUser({ uid, gid, additionalGids, umask }: NonNullable<Process['user']> = root): void {
  process.umask(umask ?? 0o022)
  process.setgroups?.(additionalGids ?? [])
  process.setgid?.(gid)
  libc('prctl', [PR_SET_KEEPCAPS, 1, 0, 0, 0], ['PR_SET_KEEPCAPS', '1'])
  process.setuid?.(uid)
  makePermittedEffective()
}

/** The kernel has kept the permitted set only. See man 2 capset. */
function makePermittedEffective(): void {
  const header = Buffer.alloc(8)
  header.writeUInt32LE(VERSION_3, 0)
  const words = new Uint32Array(6)
  const sets = Buffer.from(words.buffer)
  libc('capget', [header, sets])
  // Effective, permitted, inheritable, for capabilities 0 to 31, and once more for the rest.
  for (const first of [0, 3]) words[first] = words[first + 1] ?? 0
  libc('capset', [header, sets])
}
