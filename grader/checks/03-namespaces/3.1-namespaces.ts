import { check } from '../../check.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { namespaces } from '../../evidence/held-container.ts'
import { expectOwn } from '../../evidence/own-namespaces.ts'

check('3.1', 'The container has a UTS and a PID namespace of its own', [], async () => {
  const { sighting, end } = await namespaces()
  const { process } = sighting
  if (!process) failStart('3.1', [end])
  expectOwn(process, ['uts', 'pid'])
})
