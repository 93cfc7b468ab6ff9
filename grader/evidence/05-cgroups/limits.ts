import { fail } from '../../verdict/judgement.ts'
import {
  amount,
  cgroupFile,
  type Limit,
  limitInWords,
  notHandedDown,
  processors,
  tightest,
} from '../limit.ts'
import { ownCgroups, sharedCgroups } from '../own-cgroup.ts'
import { held } from './containers.ts'
import { failedStart, failUnlimited, failUnstarted } from './failed-start.ts'

/** The files of the two limits, and what each says as a number. */
export const parsers = [
  ['memory.max', amount],
  ['cpu.max', processors],
] as const

/** A limit that each container is to have. */
export interface WantedLimit {
  /** `memory.max` */
  file: string
  /** What the file is to say. */
  wanted: string
  /** What it says as a number, Infinity where it limits nothing. */
  parse: (text: string) => number
  /** Another value that is as right. */
  isRight?: (limit: number) => boolean
  /** The same limit in other words. */
  inWords: (limit: number) => string
}

/**
 * Ends the check of a TODO unless each of the held containers has a limit, and one of its own.
 *
 * @returns those that they have
 */
export async function expectLimits(
  todo: string,
  { file, wanted, parse, isRight = () => false, inWords }: WantedLimit,
): Promise<Limit[]> {
  const failed = await failedStart()
  const isCulprit = failed?.todo === todo
  if (isCulprit && !failed.reachedLimits) failUnstarted(failed)
  const evidence = await held()
  const own = ownCgroups(evidence)
  const limits = own.map(({ chain, innermost }) => {
    const limit = tightest(chain, file, parse)
    const kernelFile = cgroupFile(limit?.cgroup.path ?? innermost ?? '', file)
    if (!limit) fail({ kernelFile, expected: wanted, ...notHandedDown(file) })
    if (failed && limit.value === Number.POSITIVE_INFINITY)
      failUnlimited(failed, todo, { kernelFile, expected: wanted })
    if (limit.value !== parse(wanted) && !isRight(limit.value))
      fail({
        kernelFile,
        expected: wanted,
        found: limitInWords(limit, inWords(limit.value)),
        message: isCulprit ? failed.message : undefined,
      })
    return limit
  })
  if (isCulprit) failUnstarted(failed)
  const shared = tightest(sharedCgroups(evidence, own), file, parse)
  if (shared && shared.value <= parse(wanted))
    fail({
      kernelFile: cgroupFile(shared.cgroup.path, file),
      expected: 'no limit that several containers share',
      found: limitInWords(shared),
      message:
        'Two containers have that between them. The limit is for each of them, in a cgroup of its own.',
    })
  return limits
}
