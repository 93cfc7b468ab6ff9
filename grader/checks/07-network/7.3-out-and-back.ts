import { check } from '../../check.ts'
import { overlap } from '../../evidence/07-network/address.ts'
import { heldFor, later, ownRequests } from '../../evidence/07-network/held.ts'
import { isRobbed } from '../../evidence/07-network/rules.ts'
import { firewall, world } from '../../evidence/07-network/world.ts'
import { multisetDifference } from '../../multiset-difference.ts'
import { isTable, ofHooks } from '../../nft-rules.ts'
import { fail, waits } from '../../verdict/judgement.ts'

check('7.3', 'It reaches what the machine reaches, and is answered', ['7.2'], async () => {
  const evidence = await heldFor('7.3')
  if (isRobbed(evidence)) waits(['7.5'])
  const { seen, before, during, heard } = evidence
  const added = multisetDifference(ofHooks(during.rules), before.rules)
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
    const drops = added.find(dropsTheRest)
    if (drops)
      fail({
        kernelFile: 'nft list ruleset',
        expected: 'a chain that lets pass what is not for your container',
        found: drops,
        message: 'Every chain of a hook is asked: it drops what others forward, your other containers too.',
      })
    fail({
      ...file,
      expected: `a connection to ${world.server}, which the machine can reach`,
      found: datagram ? 'no answer comes back' : 'nothing gets there',
      message: `Two chains drop what is forwarded, unless a rule before accepts it: FORWARD of table ip filter, as where Docker runs, and forward of table ${firewall}. To accept in a chain of one’s own does not help: every chain of a hook is asked, and each may drop.`,
    })
  }
  const gone = multisetDifference(before.rules, during.rules)
  // Whoever lets somebody out removes no table: that is done to tidy up.
  if (gone.some(isTable)) waits(['7.5'])
  if (gone[0])
    fail({
      kernelFile: 'nft list ruleset',
      expected: `${gone[0]}        as before`,
      found: 'gone, or changed',
      message: 'That rule is somebody else’s, and stays: insert yours before it.',
    })
  const open = added.find((rule) => isOfMachine(rule) && letsAllThrough(rule))
  if (open)
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'rules for what comes from the container, and for what goes to it',
      found: `${open}        which lets everybody through`,
    })
  const written = added.find(isForOthers)
  if (written)
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'rules for the network of the container: it differs from machine to machine',
      found: `${written}        whose addresses others have here`,
    })
  const others = added.find(translatesAll)
  if (others)
    fail({
      kernelFile: 'nft list ruleset',
      expected: 'masquerade for what comes from the container',
      found: `${others}        whoever it comes from`,
    })
})

/** A chain by which is dropped whatever no rule of its own accepts. */
const dropsTheRest = (rule: string) => /^[^:]*: type filter hook forward .*policy drop/.test(rule)

/** In a table of the machine's. */
const isOfMachine = (rule: string) => ['ip filter', firewall].some((table) => rule.startsWith(`${table}: `))

const translatesAll = (rule: string) => /^[^:]*: (counter )?masquerade\b/.test(rule)

/** What a rule can say that leaves open who is meant: who is not; new connections, too; a protocol. */
const ofAnybody =
  /counter|[io]ifname != \S+|ip [sd]addr != \S+|ct state ({[^}]*\bnew\b[^}]*}|\S*\bnew\b\S*)|(meta l4proto|ip protocol) ({[^}]*}|\S+)/
    .source

const forAnybody = new RegExp(`^[^:]*: ((${ofAnybody}) )*accept\\b`)
const letsAllThrough = (rule: string) => forAnybody.test(rule)

/** For addresses that are not the container's alone, where no link says whose they are. */
function isForOthers(rule: string): boolean {
  const network = /\bip [sd]addr (\d\S+) .*\b(masquerade|accept)\b/.exec(rule)
  if (network?.[1] === undefined || (network[2] === 'accept' && /\b[io]ifname (?!!=)/.test(rule)))
    return false
  const [, addresses] = network
  return world.networks.some((taken) => overlap(taken, addresses))
}
