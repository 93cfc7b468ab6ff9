import { check } from '../../check.ts'
import { held } from '../../evidence/cgroups.ts'
import { complaint } from '../../evidence/complaint.ts'
import { ownCgroups, start } from '../../evidence/own-cgroup.ts'
import { fail } from '../../verdict/outcome.ts'

check('5.4', 'Its command is inside before it runs', { needs: ['5.1'] }, async () => {
  const { sightings, during, before, after, ends } = await held()
  const own = ownCgroups({ sightings, during, before, after, ends })
  for (const [index, { process, held: standing }] of sightings.entries()) {
    if (!process)
      fail({ expected: 'a command that runs', found: 'a container that did not start', ...complaint(ends) })
    const [file] = standing
    if (file)
      fail({
        kernelFile: file,
        expected: 'written before the command runs',
        found: 'the command ran first',
        message:
          'We held its parent up at this file, and the child did not wait. Without us it is lucky most of the time. The child must wait until it is told that its cgroup is ready.',
      })
    if (!own[index]?.joined)
      fail({
        kernelFile: `/proc/${process.nsPids[0]}/cgroup`,
        expected: `0::${own[index]?.innermost}`,
        found: `0::${process.cgroup}${process.cgroup === start ? '        where your program was started' : ''}`,
      })
  }
})
