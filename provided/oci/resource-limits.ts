import { Failure } from '../failure.ts'
import { libc } from '../syscalls/libc.ts'
import type { Process } from './config.ts'

/** At the place of their numbers, from include/uapi/asm-generic/resource.h. */
const NAMES = [
  'RLIMIT_CPU',
  'RLIMIT_FSIZE',
  'RLIMIT_DATA',
  'RLIMIT_STACK',
  'RLIMIT_CORE',
  'RLIMIT_RSS',
  'RLIMIT_NPROC',
  'RLIMIT_NOFILE',
  'RLIMIT_MEMLOCK',
  'RLIMIT_AS',
  'RLIMIT_LOCKS',
  'RLIMIT_SIGPENDING',
  'RLIMIT_MSGQUEUE',
  'RLIMIT_NICE',
  'RLIMIT_RTPRIO',
  'RLIMIT_RTTIME',
]

/**
 * Limits this process and those that it will start, each by itself.
 *
 * @throws SysError with EPERM where a limit is above what this process may have, without CAP_SYS_RESOURCE
 * @see man 2 setrlimit
 */
export function setResourceLimits(limits: Process['rlimits'] = []): void {
  for (const { type, soft, hard } of limits) {
    const number = NAMES.indexOf(type)
    if (number < 0) throw new Failure(`There is no limit ${type}. Next: man 2 setrlimit`)
    const limit = Buffer.from(new BigUint64Array([BigInt(soft), BigInt(hard)]).buffer)
    libc('setrlimit', [number, limit], [type, `${soft}, ${hard}`])
  }
}
