import { check } from '../../check.ts'
import { held } from '../../evidence/cgroups.ts'
import { failedStart, failUnstarted } from '../../evidence/failed-start.ts'
import { ownCgroups } from '../../evidence/own-cgroup.ts'
import { fail, waits } from '../../verdict/outcome.ts'

check('5.1', 'The container has a cgroup of its own', {}, async () => {
  const evidence = await held()
  const own = ownCgroups(evidence)
  const failed = await failedStart()
  if (failed && failed.todo !== '5.1' && !failed.isSeen) waits([failed.todo])
  if (failed?.todo !== '5.1' && own.every(({ chain }) => chain.length > 0)) return

  const containers = `${evidence.sightings.length} containers`
  if (failed) failUnstarted(failed)
  if (own.every(({ innermost }) => innermost === null))
    fail({
      kernelFile: '/sys/fs/cgroup',
      expected: 'a new folder for each container',
      found: `no new folder while ${containers} ran`,
    })
  fail({
    kernelFile: `/sys/fs/cgroup${own.find(({ innermost }) => innermost !== null)?.innermost}`,
    expected: 'a folder for each container',
    found: `one folder while ${containers} ran`,
    message: 'Two containers in one cgroup share its limits: the second gets what the first leaves.',
  })
})
