import { check } from '../../check.ts'
import { cablesOf } from '../../evidence/07-network/cable.ts'
import { heldFor } from '../../evidence/07-network/held.ts'
import { expectEarlier } from '../../evidence/own-namespaces.ts'
import { fail } from '../../verdict/judgement.ts'

check('7.1', 'The container has a network of its own, and a link to the machine', [], async () => {
  const { seen, during } = await heldFor('7.1')
  for (const { process, network } of seen) {
    if (!process || !network) throw new Error('All of them have started')
    const kernelFile = `/proc/${process.nsPids[0]}/ns/net`
    const { id, shared } = process.namespaces.net ?? { id: '', shared: true }
    if (shared) fail({ kernelFile, expected: 'a network namespace of its own', found: 'that of the machine' })
    if (seen.filter((other) => other.process?.namespaces.net?.id === id).length > 1)
      fail({ kernelFile, expected: 'a network namespace of its own', found: 'that of another container' })
    expectEarlier(process, ['uts', 'pid', 'mnt'])
    const [cable] = cablesOf(network, during)
    if (!cable)
      fail({
        kernelFile,
        expected: 'one end of a veth pair, the other being on the machine',
        found: network.links.map(({ name, kind }) => (kind ? `${name} (${kind})` : name)).join(', '),
      })
  }
})
