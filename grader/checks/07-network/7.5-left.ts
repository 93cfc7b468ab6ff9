import { check } from '../../check.ts'
import { complaint } from '../../evidence/complaint.ts'
import { ended } from '../../evidence/networks.ts'
import { fail } from '../../verdict/outcome.ts'

check('7.5', 'Afterwards no link and no rule is left', { needs: ['7.1'] }, async () => {
  const { isConnected, third, before, after } = await ended()
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
      message:
        'One container had ended by itself. The parent of another was killed, and could remove nothing: the next start has to.',
    })
})

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
