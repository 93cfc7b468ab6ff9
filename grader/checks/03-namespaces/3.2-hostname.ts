import { check } from '../../check.ts'
import { namespaces } from '../../evidence/held-container.ts'
import { fail } from '../../verdict/outcome.ts'

check('3.2', 'Its hostname is `container`', { needs: ['3.1'] }, async () => {
  const { sighting } = await namespaces()
  const found = sighting.process?.hostname
  if (found !== 'container')
    fail({ kernelFile: '/proc/sys/kernel/hostname', expected: 'container', found: found ?? 'no container' })
})
