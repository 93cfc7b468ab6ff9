import { check } from '../../check.ts'
import { firstEnd, held, type Written, written } from '../../evidence/06-volumes/containers.ts'
import { volumes } from '../../evidence/06-volumes/volume.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { mountAt, uppermost } from '../../evidence/mount.ts'
import { isWithin } from '../../evidence/path.ts'
import type { Process } from '../../machine/process.ts'
import { fail } from '../../verdict/judgement.ts'

check('6.3', 'Read-only are the volumes with :ro, and no others', ['6.2'], async () => {
  const { process } = await held()
  if (!process) failStart('6.3', [await firstEnd()])
  const { each } = await written()
  const { readOnly = [], others = [] } = Object.groupBy(each, ({ volume }) =>
    volume.readOnly ? 'readOnly' : 'others',
  )
  // These first: a word in one that can be written to may have replaced the word in another.
  for (const one of readOnly) checkReadOnly(one, process)
  for (const one of others) checkWritable(one, process)
})

function checkReadOnly({ volume, word, there }: Written, { mounts, nsPids }: Process): void {
  const kernelFile = `/proc/${nsPids[0]}/mountinfo`
  const place = mountAt(volume.inside, mounts)?.target ?? volume.inside
  const isOthers = (target: string) =>
    Object.values(volumes).some(
      (other) => other !== volume && mountAt(other.inside, mounts)?.target === target,
    )
  const writable = uppermost(mounts).find(
    ({ target, options }) => isWithin(target, place) && !isOthers(target) && !options.includes('ro'),
  )
  if (writable)
    fail({
      kernelFile,
      expected: `ro for ${volume.inside}, as -v ${volume.option} says`,
      found: `rw for ${volume.inside}${writable.target.slice(place.length)}`,
      message:
        writable.target === place
          ? 'The call that binds looks at no other flag: read-only takes a second one, with MS_REMOUNT.'
          : 'MS_REC brings along what is mounted below the source, and the remount changes the uppermost mount only.',
    })
  if ([there.inside, there.outside].some((text) => text?.trim() === word))
    fail({
      kernelFile: volume.inside + volume.writes,
      expected: 'nothing that the command wrote',
      found: 'what the command wrote',
    })
}

function checkWritable({ volume, word, there }: Written, { mounts, nsPids }: Process): void {
  if (there.outside?.trim() === word) return
  const isReadOnly = mountAt(volume.inside, mounts)?.options.includes('ro')
  fail({
    kernelFile: `/proc/${nsPids[0]}/mountinfo`,
    expected: `rw for ${volume.inside}, as -v ${volume.option} says`,
    found: isReadOnly ? 'ro' : 'rw, but nothing can be written to it',
    ...(!isReadOnly && {
      message:
        'A remount without MS_BIND changes the filesystem itself, for every mount of it, on the machine too.',
    }),
  })
}
