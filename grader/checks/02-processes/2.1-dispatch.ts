import { check } from '../../check.ts'
import { held, refused } from '../../evidence/processes.ts'
import { fail } from '../../verdict/outcome.ts'

/** Wrong use, as nearly every command line tool reports it. */
const wrongUse = 2

check('2.1', 'It knows `run`, and refuses what it does not know', {}, async () => {
  for (const { args, end } of await refused()) {
    if (end.code !== wrongUse)
      fail({
        expected: `exit status 2 from: container.ts ${args.join(' ')}`.trimEnd(),
        found: end.overdue ? 'still running, until we ended it' : `exit status ${end.code ?? end.signal}`,
      })
  }
  const { end, sighting } = await held()
  // From a second process on it is the command's own status that comes back.
  if (!sighting.process && !sighting.forked && end.code === wrongUse)
    fail({
      expected: 'container.ts run <command> to be understood',
      found: 'exit status 2',
      message: end.stderr.trim(),
    })
})
