import { Failure } from '../failure.ts'
import { CAPABILITIES, capset, clearAmbientSet, dropFromBoundingSet } from '../syscalls/capabilities.ts'
import { libc } from '../syscalls/libc.ts'
import { SysError } from '../syscalls/sys-error.ts'
import type { Capabilities } from './config.ts'

const PR_CAP_AMBIENT = 47
const PR_CAP_AMBIENT_RAISE = 2

/**
 * Keeps of its capabilities what a bundle leaves to this process, and gives all others away for good. To be called when
 * nothing else needs them any more.
 *
 * @throws Failure for a name that is no capability's
 * @see man 7 capabilities
 */
export function takeCapabilities(sets: Capabilities = {}): void {
  const [bounding, permitted, effective, inheritable, ambient] = (
    ['bounding', 'permitted', 'effective', 'inheritable', 'ambient'] as const
  ).map((set) => (sets[set] ?? []).map(numberOf)) as [number[], number[], number[], number[], number[]]
  leaveBoundingSet(bounding)
  clearAmbientSet()
  capset({ permitted, effective, inheritable })
  for (const number of ambient)
    libc('prctl', [PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0], ['PR_CAP_AMBIENT', String(number)])
}

/** The kernel may have capabilities that have no name here. It says which number is one too many. */
function leaveBoundingSet(kept: number[]): void {
  for (let number = 0; ; number++) {
    try {
      if (!kept.includes(number)) dropFromBoundingSet(number)
    } catch (error) {
      if (error instanceof SysError && error.code === 'EINVAL') return
      throw error
    }
  }
}

function numberOf(name: string): number {
  const number = CAPABILITIES.indexOf(name)
  if (number < 0) throw new Failure(`There is no capability ${name}. Next: man 7 capabilities`)
  return number
}
