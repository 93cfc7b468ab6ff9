import type { Cgroup } from '../../machine/process.ts'
import { type Limit, tightest } from '../limit.ts'
import type { OwnCgroup } from '../own-cgroup.ts'
import { parsers } from './limits.ts'

/** A limit as it was, and as it is: `now` is undefined where no cgroup of the container has such a file any more. */
export interface Lifted {
  file: string
  before: Limit
  now: Limit | undefined
}

/**
 * Finds a limit that a container had, and that is gone or looser now.
 *
 * @param before - all cgroups as they were
 * @param now - as they are
 * @param own - those of the container
 */
export function liftedLimit(before: Cgroup[], now: Cgroup[], { chain }: OwnCgroup): Lifted | undefined {
  const ownOf = (cgroups: Cgroup[]) => cgroups.filter(({ path }) => chain.some((own) => own.path === path))
  return parsers
    .flatMap(([file, parse]) => {
      const limit = tightest(ownOf(before), file, parse)
      return limit ? [{ file, before: limit, now: tightest(ownOf(now), file, parse) }] : []
    })
    .find(({ before, now }) => !now || now.value > before.value)
}
