import { check } from '../../check.ts'
import { alone, networkOf } from '../../evidence/address.ts'
import { cablesOf } from '../../evidence/cable.ts'
import { complaint } from '../../evidence/complaint.ts'
import { ended, held, heldFor, type MachineNetwork } from '../../evidence/networks.ts'
import { fail } from '../../verdict/outcome.ts'

check('7.5', 'Afterwards no link and no rule is left', { needs: ['7.3'] }, async () => {
  await heldFor('7.5')
  const { between, isConnected, third, before, after } = await ended()
  const [goneRule] = without(before.rules, after.rules)
  if (goneRule)
    fail({
      kernelFile: 'nft list ruleset',
      expected: goneRule,
      found: 'gone',
      message: 'That rule was there before your container was, and is somebody else’s.',
    })
  const [goneLink] = without(names(before), names(after))
  if (goneLink) fail({ kernelFile: '/sys/class/net', expected: goneLink, found: 'gone' })
  await checkFirst(between)
  if (!isConnected)
    fail({
      expected: 'a container that is connected, while another one ends',
      found: 'one that no longer gets out',
      message: 'What is removed with one container must be that container’s alone.',
    })
  if (third.code !== 0)
    fail({
      expected: 'a third container, after the parent of the second was killed',
      found: `one that ended with ${third.code}`,
      ...complaint([third]),
    })
  const [link] = without(names(after), names(before))
  if (link)
    fail({
      kernelFile: `/sys/class/net/${link}`,
      expected: 'no link of a container that has ended',
      found: link,
    })
  const left = without(after.rules, before.rules)
  if (left[0])
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'no rule of a container that has ended',
      found: left.length > 1 ? `${left[0]}        and ${left.length - 1} more` : left[0],
      message: 'The parent of a container was killed, and could remove nothing: the next start has to.',
    })
})

/** What was there for the first container is gone with it, however many others there are. */
async function checkFirst({ links, rules }: MachineNetwork): Promise<void> {
  const { seen, during } = await held()
  const [network, other] = seen.map((each) => each.network)
  // On one bridge containers have one network.
  const isShared = (word: string) =>
    other?.links.some(({ addresses }) => addresses.map(networkOf).includes(word))
  for (const { inside, outside } of network ? cablesOf(network, during) : []) {
    if (links.some(({ index }) => index === outside.index))
      fail({
        kernelFile: `/sys/class/net/${outside.name}`,
        expected: 'no link of a container that has ended',
        found: outside.name,
      })
    const words = [
      outside.name,
      ...inside.addresses.flatMap((address) => [alone(address), networkOf(address)]),
    ].filter((word) => !isShared(word))
    const left = rules.find((rule) => rule.split(/[^\w./-]+/).some((word) => words.includes(word)))
    if (left)
      fail({ kernelFile: 'nft list ruleset', expected: 'no rule of a container that has ended', found: left })
  }
}

const names = ({ links }: { links: { name: string }[] }) => links.map(({ name }) => name)

/** What one list has more often than the other. */
function without(list: string[], other: string[]): string[] {
  const rest = [...other]
  return list.filter((entry) => {
    const index = rest.indexOf(entry)
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
}
