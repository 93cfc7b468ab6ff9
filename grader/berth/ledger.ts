import { readFileSync } from 'node:fs'
import type { Milliseconds } from '../machine/machine.ts'
import { multisetDifference } from '../multiset-difference.ts'
import { isFrame } from '../nft-rules.ts'
import type { Berth } from './berth.ts'
import { cgroupsBelow } from './cgroup-tree.ts'
import { rulesOf } from './network/network.ts'
import { seenIn } from './observe/cgroups.ts'
import { mountsOf } from './observe/mountinfo.ts'
import { argvOf, hostnameOf, pidsOf } from './observe/processes.ts'
import type { SharedState } from './protect/shared-state.ts'
import { listing } from './root/images.ts'

/** A berth, and what its clock said when it was opened. */
type Accountable = Berth & { clock: Milliseconds }

/** What code may change around itself and leave so: each account reads one kind of thing, a line for each. */
const accounts = {
  process: (berth) =>
    pidsOf(berth).map((pid) => argvOf(pid).join(' ') || 'a process that has ended and was not waited for'),
  mount: ({ init }) =>
    mountsOf(init)
      // Mounted by the first `ip netns`, for all later ones: few take it away.
      .filter(({ target }) => target !== '/run/netns')
      .map(({ target, type, options }) => `${type} on ${target}${isShared(options) ? '' : ', private'}`),
  cgroup: leftCgroups,
  'network link': ({ init }) => linksOf(readFileSync(`/proc/${init}/net/dev`, 'utf8')),
  // Tables that all containers share may stay, once there is no rule in them.
  'packet filter': ({ init }) => rulesOf(init).filter((rule) => !isFrame(rule)),
  hostname: ({ init }) => [hostnameOf(init)],
  'limit of the process': ({ init }) => readFileSync(`/proc/${init}/limits`, 'utf8').split('\n'),
  'kernel setting': (_, shared) => Object.entries(shared).map(([name, value]) => `${name} = ${value}`),
  clock: ({ clock }) => (Math.abs(clockOffset() - clock) > MINUTE ? ['set'] : []),
  file: (berth) => listing(berth.id),
} satisfies Record<string, (berth: Accountable, shared: SharedState) => string[]>

/** What CLOCK_REALTIME says beside the clock that nobody can set, ms. */
export const clockOffset = (): Milliseconds => Date.now() - performance.now()

const MINUTE = 60_000

export type Ledger = Record<keyof typeof accounts, string[]>

/** A single branch may be the parent that all containers share, which may stay; several are the containers' own. */
function leftCgroups(berth: Berth): string[] {
  const paths = cgroupsBelow(berth.cgroup)
    .map((cgroup) => seenIn(berth, cgroup))
    .filter((path) => path !== '/' && path !== '/init')
  const leaves = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)))
  return leaves.length > 1 ? leaves : []
}

export function takeLedger(berth: Accountable, shared: SharedState): Ledger {
  const entries = Object.entries(accounts).map(([kind, read]) => [kind, read(berth, shared)])
  return Object.fromEntries(entries) as Ledger
}

/** So many of a kind are named, the others only counted. */
const most = 10

/** What a container writes goes into the folder of its image, before step 08: nobody has to remove that. */
const isInImage = (file: string) => /^\/fs\/[^./][^/]*\/rootfs\//.test(file)

/** Everything that is there and was not, and that was there and is not: a sentence each. */
export function compare(before: Ledger, after: Ledger): string[] {
  return (Object.keys(accounts) as (keyof Ledger)[]).flatMap((kind) => [
    ...sentences(
      kind,
      multisetDifference(after[kind], before[kind]).filter((entry) => kind !== 'file' || !isInImage(entry)),
    ),
    ...sentences(`${kind} gone or changed`, multisetDifference(before[kind], after[kind])),
  ])
}

const sentences = (kind: string, entries: string[]) => [
  ...entries.slice(0, most).map((entry) => `${kind}: ${entry}`),
  ...(entries.length > most ? [`${kind}: ${entries.length - most} more`] : []),
]

const isShared = (options: string[]) => options.some((option) => option.startsWith('shared:'))

const linksOf = (text: string) =>
  text
    .split('\n')
    .slice(2)
    .map((line) => line.split(':')[0]?.trim() ?? '')
    .filter(Boolean)
