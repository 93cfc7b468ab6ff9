import { check } from '../../check.ts'
import { expectRunning, isRobbed, written } from '../../evidence/08-layers/held.ts'
import { ended } from '../../evidence/08-layers/left.ts'
import { single } from '../../evidence/08-layers/single.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { newMounts } from '../../evidence/mount.ts'
import { inconclusiveCommand } from '../../evidence/patience.ts'
import { fail } from '../../verdict/judgement.ts'

check('8.4', 'Afterwards nothing of it is left, and nothing else is gone', ['8.3'], async () => {
  const { process, end } = await single()
  if (!process) failStart('8.4', [end])
  const { done, writers } = await written()
  await expectRunning('8.4', writers)
  if (done && isRobbed(writers))
    fail({
      kernelFile: `/proc/${writers[0]?.process?.nsPids[0]}/root`,
      expected: 'a container that can write, after another one has started',
      found: 'one that cannot any more',
      message:
        'A start has removed the folder of a container that runs: `claim` is undefined where somebody has it.',
    })
  const { first, second, fourth, skipped, left, gone, mounts } = await ended()
  if (gone[0])
    fail({
      kernelFile: gone[0],
      expected: 'as it was before there was a container',
      found: 'gone',
      message: 'Remove what is the container’s own: not its volumes, and not what belongs to the image.',
    })
  if (first.files[0])
    fail({
      kernelFile: first.files[0],
      expected: 'nothing that a container has written that has ended',
      found: 'a file that it made',
      message: complaint([first.end]),
    })
  if (!second.done) inconclusiveCommand()
  if (!second.writes)
    fail({
      expected: 'a container that can write, while another one ends',
      found: 'one that cannot any more',
      message: 'What is removed with one container must be that container’s alone.',
    })
  if (fourth.code !== 3)
    fail({
      expected: 'a container that starts, after the parent of another one was killed',
      found: `one that ended with ${fourth.code}`,
      message: complaint([fourth]),
    })
  if (left[0])
    fail({
      kernelFile: left[0],
      expected: 'nothing of a container that has ended',
      found: left.length > 1 ? `that, and ${left.length - 1} more` : 'that',
      message:
        'Does every container leave one? If not: the parent of one was killed, and could remove nothing. Then the next start has to.',
    })
  if (skipped)
    fail({
      kernelFile: skipped,
      expected: 'nothing of a container whose parent was killed, after the next start',
      found: 'that, while another container runs',
      message: 'What somebody has is left alone, and the others are looked at all the same.',
    })
  const [mount] = newMounts(mounts.before, mounts.after)
  if (mount)
    fail({
      kernelFile: '/proc/self/mountinfo',
      expected: 'no mount of a container that has ended',
      found: `${mount.type} on ${mount.target}`,
    })
})
