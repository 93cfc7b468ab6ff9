import { check } from '../../check.ts'
import { failUnstarted, rootfs } from '../../evidence/held-container.ts'
import { fail } from '../../verdict/outcome.ts'

check('4.2', "Its root is the image's", [], async () => {
  const { rootfs: folder, sighting, fromRoot, fromFolder, outside, end } = await rootfs()
  const pid = sighting.process?.nsPids[0]
  if (!pid) return failUnstarted('4.2', end)
  if (fromRoot === null)
    fail({
      kernelFile: `/proc/${pid}/root`,
      expected: folder,
      found: outside === null ? 'another folder' : '/, the root of the machine',
    })
  if (fromFolder === null)
    fail({
      kernelFile: `/proc/${pid}/cwd`,
      expected: 'a folder in the container: /',
      found: 'a folder outside',
      message: 'chroot does not move a process: its working folder stays outside, and is a way out.',
    })
})
