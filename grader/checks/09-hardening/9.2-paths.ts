import { check } from '../../check.ts'
import { attackedFor } from '../../evidence/09-hardening/attacked.ts'
import { failUnstarted } from '../../evidence/09-hardening/container.ts'
import { held } from '../../evidence/09-hardening/held.ts'
import { isWithin } from '../../evidence/path.ts'
import { fail } from '../../verdict/judgement.ts'

check('9.2', 'Nothing of the kernel can be changed, and little be learned, by files', [], async () => {
  const { process, secrets, sys, links } = await held()
  if (!process) return failUnstarted('9.2')
  const inside = (path: string) => `/proc/${process.nsPids[0]}/root${path}`
  // What is mounted on a file of the kernel's is none: its text and its size are somebody's own.
  const isKernels = (path: string) =>
    ['proc', 'sysfs'].includes(
      process.mountsSeen.findLast(({ target }) => isWithin(path, target))?.type ?? '',
    )
  const hasKernel = sys?.split('\n').includes('kernel')
  if (!hasKernel || !isKernels('/sys'))
    fail({
      kernelFile: inside('/sys'),
      expected: 'the kernel’s view of devices: a sysfs',
      found: sys === null ? 'nothing' : hasKernel ? 'files of somebody’s own' : 'an empty folder',
    })
  const foreign = links.inSys.filter((name) => !links.own.includes(name))
  if (foreign.length > 0)
    fail({
      kernelFile: inside('/sys/class/net'),
      expected: `the container's own links: ${links.own.join(', ')}`,
      found: `${foreign.join(', ')} as well`,
      message: 'A sysfs shows the network of whoever mounts it: this is one of the machine.',
    })
  const { tries, statusOf, name, process: later } = await attackedFor('9.2')
  if (later?.hostname === name)
    fail({
      kernelFile: inside('/proc/sys/kernel/hostname'),
      expected: 'a file that cannot be written to',
      found: 'it could be written to: the container has another name now',
    })
  for (const one of tries.writes) {
    const status = statusOf(one)
    if (status === undefined)
      fail({
        kernelFile: inside(one.does),
        expected: 'a shell that tries to open it',
        found: 'one that does nothing',
      })
    if (status === 0 && isKernels(one.does))
      fail({
        kernelFile: inside(one.does),
        expected: 'a file that cannot be opened for writing',
        found: 'it can, and whoever writes to it changes the machine',
      })
  }
  if (statusOf(tries.own) !== 0)
    fail({
      kernelFile: inside(tries.own.does),
      expected: 'a file that the command can write to: it is about nobody else',
      found: 'it cannot',
      message:
        'Either all of /proc is read-only, and not the paths alone, or there was no MS_BIND: without it a remount is for all of a filesystem, and not for the one mount (6.3).',
    })
  const told = secrets.find(
    ({ path, machine, inside }) => machine && inside && (isKernels(path) || inside === machine),
  )
  if (told)
    fail({
      kernelFile: inside(told.path),
      expected: told.path.endsWith('/') ? 'an empty folder' : 'an empty file',
      found: `${told.inside?.split('\n', 1)[0]} …`,
    })
  if (statusOf(tries.memory) === 0 && isKernels(tries.memory.does))
    fail({
      kernelFile: inside(tries.memory.does),
      expected: 'an empty file',
      found: 'all memory of the machine',
    })
})
