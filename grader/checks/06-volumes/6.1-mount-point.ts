import { check } from '../../check.ts'
import { firstEnd, held, withoutPoint } from '../../evidence/06-volumes/containers.ts'
import { coveredFile, inPlace, onMachine, type Volume, volumes } from '../../evidence/06-volumes/volume.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failedAt, failStart } from '../../evidence/failed-at.ts'
import { fail } from '../../verdict/judgement.ts'

check('6.1', 'Every volume has a mount point, inside of the image', [], async () => {
  const { process, seen, ...evidence } = await held()
  for (const { volume, astray } of seen) {
    if (astray !== null)
      fail({
        kernelFile: volume.inside,
        expected: 'nothing made on the machine',
        found: 'it was made there',
        message:
          throughLink(volume) ??
          "That is the machine's /. The container's / is the image by then: pathInRoot says where its paths are.",
      })
  }
  // Another content is that of a mount, or of a copy, which 6.2 is about.
  if (evidence.coveredFile === '')
    fail({
      kernelFile: coveredFile,
      expected: 'the file of the image, as it was',
      found: 'an empty one',
      message:
        'A file is mounted on it, for one container only. Where the image has something, there is nothing to be made.',
    })
  if (evidence.madeFile !== '')
    fail({
      kernelFile: onMachine(volumes.readOnlyFile.inside),
      expected: 'an empty file, to mount on',
      found: 'one with something in it',
      message: 'It stays in the image: every later container could read there what was given to this one.',
    })
  const lacking = process ? undefined : await withoutPoint()
  if (lacking)
    fail({
      kernelFile: `/fs/busybox/rootfs${lacking.path}`,
      expected: `a ${lacking.volume.kind}, for -v ${lacking.volume.option}`,
      found: 'nothing where mountPoint says that it is',
      message:
        lacking.path === lacking.volume.inside ? complaint([await firstEnd()]) : throughLink(lacking.volume),
    })
  const wrongs = seen.filter(({ volume, point }) => point !== volume.kind)
  const [wrong] = wrongs
  if (!wrong && (process || failedAt('06-volumes', [await firstEnd()]) !== '6.1')) return
  // The image has it, and the error came on the way there.
  if (!wrong) failStart('6.1', [await firstEnd()])
  // Whoever could not mount one volume, in whatever order, has not come to the next.
  const isMade = seen.some(({ volume, point }) => point === volume.kind && !inPlace.includes(volume))
  const isOnTheWay = isMade && wrongs.every(({ point }) => point === null)
  if (!process && isOnTheWay) failStart('6.1', [await firstEnd()])
  if (!process)
    fail({ expected: 'a command that runs', found: 'none', message: complaint([await firstEnd()]) })
  const { volume, point } = wrong
  fail({
    kernelFile: `/proc/${process.nsPids[0]}/root${volume.inside}`,
    expected: `a ${volume.kind}, for -v ${volume.option}`,
    found: point === null ? 'nothing' : `a ${point}`,
  })
})

const throughLink = ({ link }: Volume) =>
  link &&
  `${link.path} in the image is a symlink to ${link.says}. You left it to the kernel to follow it, from the machine's /. The container's / is the image: pathInRoot follows it from there.`
