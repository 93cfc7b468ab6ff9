import { check } from '../../check.ts'
import { overlap, withoutPrefix } from '../../evidence/07-network/address.ts'
import { cablesOf } from '../../evidence/07-network/cable.ts'
import { type Held, heldFor, type Seen } from '../../evidence/07-network/held.ts'
import { world } from '../../evidence/07-network/world.ts'
import { multisetDifference } from '../../multiset-difference.ts'
import { fail } from '../../verdict/judgement.ts'

check('7.2', 'Both ends have addresses, and its default route leads to the machine', ['7.1'], async () => {
  const evidence = await heldFor('7.2')
  const own = evidence.seen.map((seen) => addressOf(seen, evidence))
  for (const [index, { kernelFile, address, gateway }] of own.entries()) {
    const taken = [`${world.berth}/24`, ...world.networks].find((network) => overlap(network, address))
    if (taken)
      fail({
        kernelFile,
        expected: `an address of a network that is free: ${taken} has a route on the machine`,
        found: address,
        message: chosen,
      })
    const other = own.find((each, at) => at < index && overlap(each.address, address))
    // On one bridge they may share a network, and the gateway with it.
    if (other && (withoutPrefix(other.address) === withoutPrefix(address) || other.gateway !== gateway))
      fail({
        kernelFile,
        expected: 'an address that no other container has',
        found: `${address}, while another one has ${other.address}`,
        message:
          'The machine has two routes to the same network, and sends to the first what is for the second.',
      })
  }
  checkRoutes(evidence)
})

const chosen =
  'Which networks are taken differs from machine to machine: look at the routes and choose, as `freeSubnet` does. It finds four addresses, a /30: a shorter prefix takes more than that.'

/** The machine's own end may take more than the container's. */
function checkRoutes({ before, during }: Held): void {
  const added = multisetDifference(during.routes, before.routes, ({ to, link }) => `${to} by ${link}`)
  for (const { to, link } of added.filter((route) => route.to !== 'default')) {
    const taken = world.networks.find((network) => overlap(network, to))
    if (taken)
      fail({
        kernelFile: `/sys/class/net/${link}`,
        expected: `a network that is free: ${taken} has another route on the machine`,
        found: to,
        message: chosen,
      })
  }
}

/** The address of a container, and the one to which it sends what is for others. */
function addressOf({ process, network, words }: Seen, { during, heard }: Held) {
  if (!process || !network) throw new Error('7.1 has passed without a command')
  const kernelFile = `/proc/${process.nsPids[0]}/ns/net`
  const loopback = network.links.find(({ name }) => name === 'lo')
  if (!loopback?.isUp) fail({ kernelFile, expected: 'lo up', found: 'lo down' })

  const cables = cablesOf(network, during)
  const cable = cables.find(({ inside }) => inside.addresses.length > 0) ?? cables[0]
  if (!cable) throw new Error('7.1 has passed without a veth pair')
  const { inside, outside } = cable
  const [address] = inside.addresses
  if (address === undefined) fail({ kernelFile, expected: `an address of ${inside.name}`, found: 'none' })
  if (!inside.isUp) fail({ kernelFile, expected: `${inside.name} up`, found: `${inside.name} down` })
  if (!outside.isUp)
    fail({
      kernelFile: `/sys/class/net/${outside.name}`,
      expected: `${outside.name} up`,
      found: `${outside.name} down`,
    })

  const routes = network.routes.filter(({ to }) => to === 'default')
  const route = routes.find(({ link }) => link === inside.name)
  if (!route)
    fail({
      kernelFile,
      expected: `a default route by ${inside.name}`,
      found: routes.length > 0 ? `one by ${routes[0]?.link}` : 'none',
    })
  if (!during.routes.some(({ to }) => to !== 'default' && overlap(to, withoutPrefix(address))))
    fail({
      kernelFile: `/sys/class/net/${outside.name}`,
      expected: `an address of the machine in the network of ${address}, with the same prefix: that is its route to the container`,
      found: outside.addresses.join(', ') || 'none',
    })
  // A machine that answers for everybody (proxy ARP) needs no gateway, and none that is its own.
  const isHeard = heard.some(({ word }) => [words.datagram, words.connection].includes(word))
  if (route.gateway === null && !isHeard)
    fail({
      kernelFile,
      expected: 'a default route by way of the machine',
      found:
        'one without a gateway: the container looks for every address on the cable, where only the machine is',
    })
  const ours = during.links.flatMap(({ addresses }) => addresses.map(withoutPrefix))
  if (route.gateway !== null && !ours.includes(route.gateway) && !isHeard)
    fail({
      kernelFile,
      expected: `a default route by way of the machine, which is ${ours.filter(isForeign).join(' or ') || 'nowhere on the cable'}`,
      found: `via ${route.gateway}`,
    })
  return { kernelFile, address, gateway: route.gateway }
}

const isForeign = (address: string) => !address.startsWith('127.') && address !== world.berth
