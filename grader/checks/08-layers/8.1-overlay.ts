import { check } from '../../check.ts'
import { crowded, held } from '../../evidence/08-layers/held.ts'
import { isSameFile, single } from '../../evidence/08-layers/single.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { failLeak, newMounts } from '../../evidence/mount.ts'
import { isWithin } from '../../evidence/path.ts'
import { fail } from '../../verdict/judgement.ts'

check('8.1', 'Its root is an overlay, for which nothing is copied', [], async () => {
  const { process, end, before, during, program } = await single()
  const leaked = newMounts(before, during).find(
    ({ type, target }) => type === 'overlay' || isWithin(target, '/fs'),
  )
  if (leaked) failLeak(leaked, 'The overlay is mounted by the child, where all mounts are private (4.1).')
  if (!process) failStart('8.1', [end])
  const kernelFile = `/proc/${process.nsPids[0]}/mountinfo`
  const root = process.mountsSeen.findLast(({ target }) => target === '/')
  if (root?.type !== 'overlay')
    fail({
      kernelFile,
      expected: 'overlay on /',
      found: root ? `${root.type} on /` : 'no mount on /: it is a folder of the machine',
    })
  if (!isSameFile(program))
    fail({
      kernelFile: `/proc/${process.nsPids[0]}/root/bin/busybox`,
      expected: `inode ${program.inLayer?.inode}, which is the file of the layer`,
      found: program.inContainer ? `inode ${program.inContainer.inode}, a copy` : 'no such file',
      message: 'The folders of the layers are what overlayfs takes for lowerdir. They need not be copied.',
    })
  const many = await crowded()
  // If one of a few layers does not run either, it is not for their number.
  if (!many.process && (await held()).process)
    fail({
      expected: 'a container of an image of fifty layers',
      found: 'none that runs',
      message: complaint([many.end]),
    })
})
