import { check } from '../../check.ts'
import { failUnstarted, held } from '../../evidence/04-chroot/held.ts'
import { deviceNumbers } from '../../evidence/held-container.ts'
import { fail } from '../../verdict/judgement.ts'

check('4.3', 'Its /proc shows its own processes', [], async () => {
  const { sighting, ownProc, devices, end } = await held()
  const { process } = sighting
  if (!process) return failUnstarted('4.3', end)
  const own = `/proc/${process.nsPids.at(-1)}/cmdline`
  const place = process.mountsSeen.findLast(({ target }) => target === '/proc')
  if (place?.type !== 'proc' && ownProc !== null)
    fail({
      kernelFile: own,
      expected: 'proc mounted on /proc',
      found: place ? `${place.type} mounted there` : 'a file, and nothing mounted there',
      message:
        'A file with the right content is not what the kernel says: it says something else a moment later.',
    })
  if (ownProc?.split('\0').slice(0, -1).join(' ') !== process.argv.join(' '))
    fail({
      kernelFile: own,
      expected: `the command itself, which has pid ${process.nsPids.at(-1)} in the container`,
      found:
        ownProc === null
          ? 'no such file: no /proc is mounted there'
          : 'another process: that /proc belongs to the machine',
    })
  const lacking = Object.entries(deviceNumbers).find(([name, device]) => devices[name] !== device)
  if (lacking)
    fail({
      expected: `/dev/${lacking[0]}, the character device ${lacking[1]}`,
      found: devices[lacking[0]] ? `the device ${devices[lacking[0]]}` : 'no device of that name',
      message: 'Programs expect a few devices: mountDevices() is provided.',
    })
})
