import { check } from '../../check.ts'
import { subnetOf } from '../../evidence/07-network/address.ts'
import { cablesOf } from '../../evidence/07-network/cable.ts'
import type { MachineNetwork } from '../../evidence/07-network/containers.ts'
import { held, heldFor } from '../../evidence/07-network/held.ts'
import { ended } from '../../evidence/07-network/left.ts'
import { isRobbed, ruleWith, wordsFor } from '../../evidence/07-network/rules.ts'
import { complaint } from '../../evidence/complaint.ts'
import type { Ended } from '../../machine/process.ts'
import { multisetDifference } from '../../multiset-difference.ts'
import { isFrame, tableOf } from '../../nft-rules.ts'
import { fail } from '../../verdict/judgement.ts'

check('7.5', 'Afterwards no link and no rule is left', ['7.3'], async () => {
  const evidence = await heldFor('7.5')
  checkOthers(evidence.before, evidence.during)
  if (isRobbed(evidence))
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'the rules of a container that runs, after another one has started',
      found: 'none',
      message: 'What is abandoned has no link any more. The first container still has one.',
    })
  const { first, status, between, isConnected, third, abandoned, before, after } = await ended()
  checkOthers(before, after)
  await checkFirst(between, first)
  if (first.code !== status)
    fail({
      expected: `exit status ${status}, that of the command`,
      found: `exit status ${first.code ?? first.signal}`,
      message:
        complaint([first]) ?? 'The kernel may remove a link before you do: it goes with the container.',
    })
  if (!isConnected)
    fail({
      expected: 'a container that is connected, while another one ends',
      found: 'one that no longer gets out',
      message:
        'What is removed with one container must be that container’s alone. A bridge has the MAC address of one of its ports, and another one when that is gone: give it one of its own.',
    })
  if (third.code !== third.status)
    fail({
      expected: 'a third container, after the parent of the second was killed',
      found: `one that ended with ${third.code ?? third.signal}`,
      message: complaint([third]),
    })
  if (abandoned)
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'no rule for the link of a container whose parent was killed, once the next one runs',
      found: abandoned,
      message:
        'The parent of a container was killed, and could remove nothing: the next start has to, before its command runs.',
    })
  const [link] = multisetDifference(names(after), names(before))
  if (link)
    fail({
      kernelFile: `/sys/class/net/${link}`,
      expected: 'no link of a container that has ended',
      found: link,
    })
  const left = withoutEmptyTables(multisetDifference(after.rules, before.rules), evidence.during.rules)
  const rule = left.find((each) => !isFrame(each)) ?? left[0]
  if (rule)
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'no rule of a container that has ended',
      found: left.length > 1 ? `${rule}        and ${left.length - 1} more` : rule,
      message: evidence.during.rules.includes(rule)
        ? 'It names no container, so none removes it: what is for all has to go with the last one. A rule of each one’s own is simpler.'
        : 'The parent of a container was killed, and could remove nothing: the next start has to.',
    })
})

/** What was there before any container is somebody else's. */
function checkOthers(before: MachineNetwork, now: MachineNetwork): void {
  const [rule] = multisetDifference(before.rules, now.rules)
  if (rule)
    fail({
      kernelFile: 'nft list ruleset',
      expected: rule,
      found: 'gone',
      message: 'That rule was there before your container was, and is somebody else’s.',
    })
  const [link] = multisetDifference(names(before), names(now))
  if (link) fail({ kernelFile: '/sys/class/net', expected: link, found: 'gone' })
}

/**
 * Tables that all containers share may stay, with their chains, once there is no rule in them. One that was not there for
 * the first two is the third's own.
 */
function withoutEmptyTables(rules: string[], earlier: string[]): string[] {
  const empty = [...Map.groupBy(rules, tableOf)].filter(([, lines]) =>
    lines.every((line) => isFrame(line) && earlier.includes(line)),
  )
  const shared = new Set(empty.map(([table]) => table))
  return rules.filter((rule) => !shared.has(tableOf(rule)))
}

/** What was there for the first container is gone with it, however many others there are. */
async function checkFirst({ links, rules }: MachineNetwork, end: Ended): Promise<void> {
  const { seen, during } = await held()
  const [network, other] = seen.map((each) => each.network)
  // On one bridge containers have one network.
  const isShared = (word: string) =>
    other?.links.some(({ addresses }) => addresses.map(subnetOf).includes(word))
  if (!network) return
  const cable = cablesOf(network, during).find(({ outside }) =>
    links.some(({ index }) => index === outside.index),
  )
  if (cable)
    fail({
      kernelFile: `/sys/class/net/${cable.outside.name}`,
      expected: 'no link of a container that has ended',
      found: cable.outside.name,
      message: complaint([end]),
    })
  const words = wordsFor(network, during).filter((word) => !isShared(word))
  const left = ruleWith(words, rules)
  if (left)
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'no rule of a container that has ended',
      found: left,
      message:
        complaint([end]) ??
        'A rule in a table of others is found again by its comment, if 7.3 gave it one with your name.',
    })
}

const names = ({ links }: { links: { name: string }[] }) => links.map(({ name }) => name)
