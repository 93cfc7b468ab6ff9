import { check } from '../../check.ts'
import { attackedFor } from '../../evidence/09-hardening/attacked.ts'
import { failUnstarted } from '../../evidence/09-hardening/container.ts'
import { held, inVolume } from '../../evidence/09-hardening/held.ts'
import { fail } from '../../verdict/judgement.ts'

check('9.1', 'No way leads out of its root', [], async () => {
  const { process } = await held()
  if (!process) return failUnstarted('9.1')
  const { escapes, tries, statusOf } = await attackedFor('9.1')
  const pid = process.nsPids[0]
  // Where nobody finds a way, for a filter refuses chroot, there is one all the same.
  const machines = process.mounts.find(({ target }) => target === '/workshop')
  if (escapes.length > 0 || machines)
    fail({
      kernelFile: `/proc/${pid}/mountinfo`,
      expected: 'no way to a file of the machine',
      found:
        escapes.length > 0
          ? `a way out: ${escapes.join('; ')}`
          : `mounts of the machine: ${machines?.target}`,
      message:
        'The machine’s root is still in the container’s mount namespace. Swap the root of the namespace, and take the old one off.',
    })
  const { path, text } = await inVolume()
  if (text === null)
    fail({
      kernelFile: path,
      expected: 'the file of a volume',
      found: 'no such file in the container',
      message:
        'A folder that is bound on itself comes without what is mounted in it, unless MS_REC says so: no volume is left.',
    })
  const [device] = tries.disk
  if (device && statusOf(device) === 0)
    fail({
      kernelFile: `/proc/${pid}/mountinfo`,
      expected: 'nodev for /',
      found: 'a device that lies in the image leads to the disk of the machine',
    })
})
