import { check } from '../../check.ts'
import { held } from '../../evidence/03-namespaces/held.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { fail } from '../../verdict/judgement.ts'

check('3.2', 'Its hostname is `container`', ['3.1'], async () => {
  const { sighting, machineBefore, machineDuring, end } = await held()
  if (!sighting.process) failStart('3.2', [end])
  const found = sighting.process.hostname
  if (machineDuring !== machineBefore)
    fail({
      kernelFile: '/proc/sys/kernel/hostname',
      expected: `${machineBefore}, the machine's own hostname, as before`,
      found: `${machineDuring}: it was the machine that was renamed`,
    })
  if (found !== 'container') fail({ kernelFile: '/proc/sys/kernel/hostname', expected: 'container', found })
})
