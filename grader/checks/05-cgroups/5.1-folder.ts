import { check } from '../../check.ts'
import { held } from '../../evidence/cgroups.ts'
import { complaint } from '../../evidence/complaint.ts'
import { prepareLoads } from '../../evidence/loads.ts'
import { ownCgroups } from '../../evidence/own-cgroup.ts'
import { fail } from '../../verdict/outcome.ts'

check('5.1', 'The container has a cgroup of its own', {}, async () => {
  prepareLoads()
  const evidence = await held()
  if (evidence.sightings.some(({ process }) => process === null))
    fail({
      expected: 'two containers that run',
      found: 'one that did not start',
      ...complaint(evidence.ends),
    })
  const own = ownCgroups(evidence)
  if (own.every(({ innermost }) => innermost === null))
    fail({
      kernelFile: '/sys/fs/cgroup',
      expected: 'a new folder for each container',
      found: 'no new folder while two containers ran',
    })
  const shared = own.find(({ chain }) => chain.length === 0)
  if (shared)
    fail({
      kernelFile: `/sys/fs/cgroup${own.find(({ innermost }) => innermost !== null)?.innermost}`,
      expected: 'a folder for each container',
      found: 'one folder while two containers ran',
      message: 'Two containers in one cgroup share its limits: the second gets what the first leaves.',
    })
})
