import type { Network } from '../../machine/network.ts'
import { subnetOf, withoutPrefix } from './address.ts'
import { cablesOf } from './cable.ts'
import type { Held, Seen } from './held.ts'

/** By what a rule can mean one container: the machine's end of its cable, its address, its network. */
export const wordsFor = (container: Network, machine: Network): string[] =>
  cablesOf(container, machine).flatMap(({ inside, outside }) => [
    outside.name,
    ...inside.addresses.flatMap((address) => [withoutPrefix(address), subnetOf(address)]),
  ])

/** The first rule that has one of these words. */
export const ruleWith = (words: string[], rules: string[]) =>
  rules.find((rule) => rule.split(/[^\w./-]+/).some((word) => words.includes(word)))

/** Has the start of the later one of two containers removed the rules of the earlier one, which runs? */
export function isRobbed({ seen, during }: Held): boolean {
  const [early, late] = seen.toSorted((one, other) => linkOf(one, during) - linkOf(other, during))
  const hasRules = (one: Seen | undefined) =>
    one?.network ? ruleWith(wordsFor(one.network, during), during.rules) !== undefined : false
  return !hasRules(early) && hasRules(late)
}

/** The machine's end of its cable: the kernel counts links as they are made. */
const linkOf = ({ network }: Seen, machine: Network) =>
  (network && cablesOf(network, machine)[0]?.outside.index) ?? 0
