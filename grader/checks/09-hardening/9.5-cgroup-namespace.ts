import { check } from '../../check.ts'
import { attackedFor } from '../../evidence/09-hardening/attacked.ts'
import { failUnstarted } from '../../evidence/09-hardening/container.ts'
import { held } from '../../evidence/09-hardening/held.ts'
import { fail } from '../../verdict/judgement.ts'

check('9.5', 'Its cgroup is the only one that it sees', [], async () => {
  const { process, memoryMax } = await held()
  if (!process) return failUnstarted('9.5')
  const pid = process.nsPids[0]
  if (process.namespaces.cgroup?.shared !== false)
    fail({
      kernelFile: `/proc/${pid}/ns/cgroup`,
      expected: 'a cgroup namespace of its own',
      found: 'that of the machine',
    })
  const { ownCgroup, tries, statusOf } = await attackedFor('9.5')
  if (ownCgroup !== '0::/')
    fail({
      kernelFile: '/proc/self/cgroup',
      expected: '0::/',
      found: ownCgroup || 'nothing',
      message:
        'The root of a cgroup namespace is the cgroup that its maker is in at that moment. Make it when the child has joined.',
    })
  if (memoryMax.inside?.trim() !== memoryMax.outside)
    fail({
      kernelFile: `/proc/${pid}/root${tries.limit.does}`,
      expected: `${memoryMax.outside}, as in its own cgroup`,
      found: memoryMax.inside?.trim() ?? 'no such file',
    })
  if (statusOf(tries.limit) === 0)
    fail({
      kernelFile: `/proc/${pid}/root${tries.limit.does}`,
      expected: 'a file that cannot be opened for writing',
      found: 'it can: the container gives itself what memory it wants',
    })
})
