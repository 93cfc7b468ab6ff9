import { check } from '../../check.ts'
import { held } from '../../evidence/03-namespaces/held.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { expectOwn } from '../../evidence/own-namespaces.ts'

check('3.1', 'The container has a UTS and a PID namespace of its own', [], async () => {
  const { sighting, end } = await held()
  const { process } = sighting
  if (!process) failStart('3.1', [end])
  expectOwn(process, ['uts', 'pid'])
})
