import type { Sighting } from '../../machine/process.ts'
import { fail, waits } from '../../verdict/judgement.ts'
import { complaint } from '../complaint.ts'
import { failedAt, lacksEarlier } from '../failed-at.ts'
import { amount, cgroupFile, processors, tightest } from '../limit.ts'
import { once } from '../once.ts'
import { type HeldContainers, type OwnCgroup, ownCgroups } from '../own-cgroup.ts'
import { ended, held } from './containers.ts'
import { oomKills } from './counters.ts'

/** A container that never came to its command. */
export interface FailedStart {
  /** The TODO that it is about. */
  todo: string
  /** Its parent stood at a file of its cgroups: what is in the kernel then tells about earlier TODOs. */
  reachedLimits: boolean
  message: string | undefined
}

const starved =
  'With so little the kernel killed the container before it came to its command. memory.max counts in bytes.'

const deadlocked = 'It neither started nor ended, until we ended it: parent and child wait for each other.'

/** The first of the held containers that never came to its command; null where all of them did. */
export const failedStart = once(async (): Promise<FailedStart | null> => {
  const evidence = await held()
  const own = ownCgroups(evidence)
  const at = evidence.sightings.findIndex(({ process }) => process === null)
  const [failed, sighting] = [own[at], evidence.sightings[at]]
  if (!failed || !sighting) return null
  if (isStarved(evidence)) return { todo: '5.2', reachedLimits: true, message: starved }
  const { ends } = await ended()
  // Who has no cgroup says best why there is none.
  const said = complaint([...ends.filter((_, index) => own[index]?.chain.length === 0), ...ends])
  // What a child says because we ended its parent is no reason.
  const isStuck = ends.some(({ overdue }) => overdue) && !/\bE[A-Z]{3,}\b|Error\b/.test(said ?? '')
  const message = isStuck ? deadlocked : said
  // A start that failed before any limit: its cgroups prove nothing.
  const reachedLimits = hasReachedLimits(sighting, own)
  const todo =
    culprit(message ?? '', own, reachedLimits) ?? failedAt('05-cgroups', ends) ?? todoOfFile(message ?? '')
  if (reachedLimits) return { todo: todo ?? firstMissing(failed), reachedLimits, message }
  if (todo === undefined && own.every(({ chain }) => chain.length > 0))
    return { todo: '5.4', reachedLimits, message }
  return { todo: todo === undefined || lacksEarlier(todo) ? '5.1' : todo, reachedLimits, message }
})

/** Did the kernel kill for want of memory, once one that never came to its command could have had a limit? */
const isStarved = ({ sightings, before, during }: HeldContainers) =>
  sightings.some(({ process, cgroups }) => !process && cgroups.length > 0) &&
  oomKills(during) > oomKills(before)

/** Fails a check whose limit is missing, since the container failed on the way to it. */
export function failUnlimited(failed: FailedStart, todo: string, why: Parameters<typeof fail>[0]): never {
  if (failed.todo !== todo) waits([failed.todo])
  fail({ ...why, found: 'no limit yet, and the container did not start', message: failed.message })
}

/** Fails the check of the TODO that kept the container from starting. */
export function failUnstarted(failed: FailedStart): never {
  fail({ expected: 'a container that starts', found: 'one that did not', message: failed.message })
}

/** Did its parent stand at a file of one of these cgroups? */
const hasReachedLimits = ({ blockedOpens }: Sighting, own: OwnCgroup[]) =>
  own.some(({ chain }) =>
    chain.some(({ path }) => blockedOpens.some((file) => file.startsWith(cgroupFile(path, '')))),
  )

/** Which TODO writes the kernel file that an error names. */
const todoByFile = [
  [/\/cgroup\.subtree_control\b/, '5.1'],
  [/\/memory\.\w/, '5.2'],
  [/\/cpu\.\w/, '5.3'],
  [/\/(cgroup\.(procs|threads)|tasks)\b/, '5.4'],
] as const

/** Whose fault an error is that shows elsewhere than at the line to blame. */
function culprit(message: string, own: OwnCgroup[], reachedLimits: boolean): string | undefined {
  // No such file: the controller is not enabled above. Unless the path is wrong, with something before /sys/fs/cgroup.
  const missing = /\b(ENOENT|EACCES)\b/.test(message)
    ? /(?<![\w/}])\/sys\/fs\/cgroup\/(?!\S*sys\/fs\/)\S*\/((?:memory|cpu)\.max)\b/.exec(message)?.[1]
    : undefined
  const isThere = own.some(({ chain: [innermost] }) => missing && missing in (innermost?.files ?? {}))
  if (missing && !(reachedLimits && isThere)) return '5.1'
  // A cgroup with controllers enabled for its children holds no processes itself (cgroups(7)).
  const busy = /\bEBUSY\b/.test(message) ? /\/sys\/fs\/cgroup(\/\S*)?\/cgroup\.procs\b/.exec(message) : null
  const isOwn = own.some(({ innermost }) => innermost === null || innermost === busy?.[1])
  return busy ? (isOwn ? '5.1' : '5.4') : undefined
}

const todoOfFile = (message: string) => todoByFile.find(([file]) => file.test(message))?.[1]

/** The first TODO of which nothing is there. */
function firstMissing({ chain }: OwnCgroup): string {
  const isLimited = (file: string, parse: (text: string) => number) =>
    Number.isFinite(tightest(chain, file, parse)?.value)
  if (chain.length === 0) return '5.1'
  if (!isLimited('memory.max', amount)) return '5.2'
  if (!isLimited('cpu.max', processors)) return '5.3'
  return '5.4'
}
