import { check } from '../../check.ts'
import { namespaces } from '../../evidence/10-oci/bundle.ts'
import { deep } from '../../evidence/10-oci/deep-cgroup.ts'
import { joined } from '../../evidence/10-oci/joined.ts'
import { created } from '../../evidence/10-oci/life.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { fail } from '../../verdict/judgement.ts'

check('10.1', 'create makes a container of a bundle, whose first process waits', [], async () => {
  const [{ end, pid, process, isExecuted, died }, pod, plain] = await Promise.all([
    created(),
    joined(),
    deep(),
  ])
  if (end.code !== 0)
    failStart('10.1', [end], {
      expected: 'create, which ends with 0',
      found: end.overdue ? 'it does not end' : `it ended with ${end.code}`,
    })
  if (isExecuted)
    fail({
      expected: 'a first process that waits for start',
      found: 'the command runs',
      message: 'Between create and start others prepare what the command needs, such as its network.',
    })
  if (!process)
    fail({
      expected: 'in the file of --pid-file the number of a process that stays when create has ended',
      found: pid === null ? 'no such file' : `${pid.trim()}, which nobody has`,
      message:
        complaint(died ? [died] : []) ??
        'Is it killed when its parent ends? dieWithParent is not for a container that is to outlive create.',
    })
  const shared = namespaces.find((name) => process.namespaces[name]?.shared !== false)
  if (shared)
    fail({
      kernelFile: `/proc/${process.nsPids[0]}/ns/${shared}`,
      expected: 'a namespace of its own: the bundle asks for one',
      found: 'that of the machine',
    })
  const network = pod.process?.namespaces.net?.id
  if (network !== pod.network)
    fail({
      kernelFile: `/proc/${pod.process?.nsPids[0] ?? '<pid>'}/ns/net`,
      expected: `${pod.network}: the bundle says { "type": "network", "path": "${pod.path}" }`,
      found: network ?? 'no such container',
      message: complaint([pod.end]),
    })
  const unasked = ['pid', 'cgroup'].find((name) => plain.process?.namespaces[name]?.shared === false)
  if (unasked)
    fail({
      kernelFile: `/proc/${plain.process?.nsPids[0]}/ns/${unasked}`,
      expected: 'the namespace of the machine: the bundle asks for no other',
      found: 'one of its own',
    })
})
