import { check } from '../../check.ts'
import { heldFor, later, ownRequests } from '../../evidence/networks.ts'
import { world } from '../../evidence/world.ts'
import { fail } from '../../verdict/outcome.ts'

check('7.3', 'It reaches what the machine reaches, and is answered', { needs: ['7.2'] }, async () => {
  const { seen, during, heard } = await heldFor('7.3')
  const said = (by: string, word: string) => heard.find((each) => each.by === by && each.word === word)
  for (const [index, { words, process }] of seen.entries()) {
    const datagram = said('dns', words.datagram)
    const connection = said('http', words.connection)
    const from = (datagram ?? connection)?.from
    if (from !== undefined && from !== world.berth)
      fail({
        expected: `whoever is asked by the container sees the machine, ${world.berth}`,
        found: `they see ${from}`,
        message:
          'Nobody out there has a route to the container: what it sends has to bear the machine’s address.',
      })
    if (connection) {
      if ((await ownRequests())[index]) continue
      fail({
        kernelFile: `/proc/${process?.nsPids[0]}/ns/net`,
        expected: `a connection to ${world.server} from this network namespace`,
        found: 'none: what its command was to send was sent from outside of the container',
      })
    }
    if (!during.forwards) fail({ kernelFile: '/proc/sys/net/ipv4/ip_forward', expected: '1', found: '0' })
    const file = { kernelFile: `/proc/${process?.nsPids[0]}/ns/net` }
    const again = await later(index)
    // It was slow, and not lost.
    if (again.heard.some(({ word }) => word === words.connection)) continue
    if (again.isHeard)
      fail({
        ...file,
        expected: 'a network that is there before the command runs',
        found: 'a first request that got nowhere, and a second that did',
        message: 'The command must wait until its network is there. `limited` has it wait for `prepare`.',
      })
    fail({
      ...file,
      expected: `a connection to ${world.server}, which the machine can reach`,
      found: datagram ? 'no answer comes back' : 'nothing gets there',
      message:
        'The chain FORWARD of table ip filter drops by its policy, as where Docker runs. To accept in a chain of one’s own does not help: every chain of a hook is asked, and each may drop.',
    })
  }
})
