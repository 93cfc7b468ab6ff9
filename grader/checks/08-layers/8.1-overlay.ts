import { check } from '../../check.ts'
import { complaint } from '../../evidence/complaint.ts'
import { firstEnd, held, isSameFile } from '../../evidence/layers.ts'
import { newMounts } from '../../evidence/mount.ts'
import { fail } from '../../verdict/outcome.ts'

check('8.1', 'Its root is an overlay, for which nothing is copied', {}, async () => {
  const { process, before, during, lowest } = await held()
  const [leaked] = newMounts(before, during)
  if (leaked)
    fail({
      kernelFile: '/proc/self/mountinfo',
      expected: 'no mount of the container on the machine',
      found: `${leaked.type} on ${leaked.target}`,
      message: 'The overlay is mounted by the child, where all mounts are private (4.1).',
    })
  if (!process) fail({ expected: 'a command that runs', found: 'none', ...complaint([await firstEnd()]) })
  const kernelFile = `/proc/${process.nsPids[0]}/mountinfo`
  if (process.root?.type !== 'overlay')
    fail({
      kernelFile,
      expected: 'overlay on /',
      found: process.root ? `${process.root.type} on /` : 'no mount on /: it is a folder of the machine',
    })
  if (!isSameFile(lowest))
    fail({
      kernelFile: `/proc/${process.nsPids[0]}/root/bin/busybox`,
      expected: `inode ${lowest.inLayer?.inode}, which is the file of the layer`,
      found: lowest.inContainer ? `inode ${lowest.inContainer.inode}, a copy` : 'no such file',
      message: 'The folders of the layers are what overlayfs takes for lowerdir. They need not be copied.',
    })
})
