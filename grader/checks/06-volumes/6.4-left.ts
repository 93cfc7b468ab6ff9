import { check } from '../../check.ts'
import { ended } from '../../evidence/06-volumes/left.ts'
import { volumes } from '../../evidence/06-volumes/volume.ts'
import { complaint } from '../../evidence/complaint.ts'
import { newMounts } from '../../evidence/mount.ts'
import { fail } from '../../verdict/judgement.ts'

check('6.4', 'Afterwards no mount is left, and nothing is lost', ['6.2'], async () => {
  const { second, before, after, kept } = await ended()
  for (const { path, before: text, after: now } of kept) {
    if (now !== text)
      fail({
        kernelFile: path,
        expected: 'as it was before the container ended',
        found: now === null ? 'gone' : 'another content',
        message:
          'There is nothing to remove: the mounts have ended with their namespace, and the files are somebody’s.',
      })
  }
  if (!second.process)
    fail({
      expected: 'a second container with the same volume',
      found: 'none that runs',
      message: complaint([second.end]),
    })
  if (second.content.inside !== second.content.outside)
    fail({
      kernelFile: `/proc/${second.process.nsPids[0]}/mountinfo`,
      expected: `a mount on ${volumes.named.inside}, where another container still runs`,
      found: 'none, since the first has ended',
      message:
        'A mount point that is removed takes along what is mounted on it in other mount namespaces. Leave it: it is empty.',
    })
  const [left] = newMounts(before, after)
  if (left)
    fail({
      kernelFile: '/proc/self/mountinfo',
      expected: 'no mount of a container that has ended',
      found: `${left.type} on ${left.target}`,
    })
  const [gone] = newMounts(after, before)
  if (gone)
    fail({
      kernelFile: '/proc/self/mountinfo',
      expected: `${gone.type} on ${gone.target}, as before`,
      found: 'gone',
      message: 'Your program unmounted what belongs to the machine.',
    })
})
