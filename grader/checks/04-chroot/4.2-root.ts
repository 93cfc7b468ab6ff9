import { check } from '../../check.ts'
import { failUnstarted, held } from '../../evidence/04-chroot/held.ts'
import { leakedMounts } from '../../evidence/mount.ts'
import { fail, waits } from '../../verdict/judgement.ts'

check('4.2', "Its root is the image's", [], async () => {
  const { rootfs, before, during, sighting, fromRoot, fromFolder, outside, end } = await held()
  const { process } = sighting
  if (!process && leakedMounts(before, during).length > 0)
    waits(['4.1'], 'pivot_root refuses a root whose mount is still shared.')
  if (!process) return failUnstarted('4.2', end)
  const [pid] = process.nsPids
  if (fromRoot === null)
    fail({
      kernelFile: `/proc/${pid}/root`,
      expected: rootfs,
      found: outside === null ? 'another folder' : '/, the root of the machine',
    })
  if (fromFolder === null)
    fail({
      kernelFile: `/proc/${pid}/cwd`,
      expected: 'a folder in the container: /',
      found: 'a folder outside',
      message: 'chroot does not move a process: its working folder stays outside, and is a way out.',
    })
  const machines = process.mountsSeen.find(({ target }) => target.endsWith('/workshop'))
  if (machines)
    fail({
      kernelFile: `/proc/${pid}/mountinfo`,
      expected: "no mount of the machine's below the new root",
      found: machines.target,
      message:
        'pivot_root puts the old root somewhere below the new one, or on it: take it off there, umount2(…, MNT_DETACH).',
    })
})
