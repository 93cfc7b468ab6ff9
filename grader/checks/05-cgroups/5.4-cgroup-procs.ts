import { check } from '../../check.ts'
import { held } from '../../evidence/cgroups.ts'
import { complaint } from '../../evidence/complaint.ts'
import { ownCgroups, start } from '../../evidence/own-cgroup.ts'
import { raced } from '../../evidence/raced.ts'
import { fail } from '../../verdict/outcome.ts'

check('5.4', 'Its command is inside before it runs', { needs: ['5.1'] }, async () => {
  const evidence = await held()
  const own = ownCgroups(evidence)
  const outside = own.findIndex(({ joined }) => !joined)
  if (outside >= 0) {
    const { process } = evidence.sightings[outside] ?? {}
    if (!process)
      fail({
        expected: 'a command that runs',
        found: 'a container that did not start',
        ...complaint(evidence.ends),
      })
    fail({
      kernelFile: `/proc/${process.nsPids[0]}/cgroup`,
      expected: `0::${own[outside]?.innermost}`,
      found: `0::${process.cgroup}        where your program was started`,
    })
  }
  const { sighting, end } = await raced()
  const { process, held: standing } = sighting
  if (!process) fail({ message: 'With its parent delayed, the command never started.', ...complaint([end]) })
  const [file] = standing
  if (file)
    fail({
      kernelFile: file,
      expected: 'written before the command runs',
      found: 'the command ran first',
      message: `Its parent was held up at this file, and the child did not wait: it ran on in ${process.cgroup}. Most of the time you would be lucky. The child must wait until it is told that the cgroup is ready.`,
    })
  if (process.cgroup === start)
    fail({
      kernelFile: `/proc/${process.nsPids[0]}/cgroup`,
      expected: 'a cgroup of its own from its first instruction on',
      found: `0::${process.cgroup}`,
    })
})
