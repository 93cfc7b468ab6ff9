import { check } from '../../check.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { namespaces } from '../../evidence/held-container.ts'
import { fail } from '../../verdict/outcome.ts'

check('3.1', 'The container has a UTS and a PID namespace of its own', {}, async () => {
  const { sighting, end } = await namespaces()
  const { process } = sighting
  if (!process) failStart('3.1', [end])
  for (const name of ['uts', 'pid']) {
    const namespace = process.namespaces[name]
    if (namespace?.shared !== false)
      fail({
        kernelFile: `/proc/${process.nsPids[0]}/ns/${name}`,
        expected: 'another namespace than that of the machine',
        found: `${namespace?.id}, the same`,
      })
  }
})
