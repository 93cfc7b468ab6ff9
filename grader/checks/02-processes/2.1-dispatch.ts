import { check } from '../../check.ts'
import { culprit, takesForCommand } from '../../evidence/02-processes/alone.ts'
import { called } from '../../evidence/02-processes/calls.ts'
import { held } from '../../evidence/02-processes/held.ts'
import { complaint } from '../../evidence/complaint.ts'
import { fail } from '../../verdict/judgement.ts'

/** Wrong use, as nearly every command line tool reports it. */
const wrongUse = 2

const belongsToCommand =
  'Standard output belongs to the command: a file that it is written to must have nothing else in it.'

check('2.1', 'It knows `run`, and refuses what it does not know', [], async () => {
  const { refused, understood } = await called()
  for (const { args, end } of refused) {
    const call = `container.ts ${args.join(' ')}`.trimEnd()
    if (end.code !== wrongUse)
      fail({
        expected: `exit status 2 from: ${call}`,
        found: end.overdue ? 'still running, until we ended it' : `exit status ${end.code ?? end.signal}`,
        // Whatever keeps it from beginning shows here first, in whatever file it is.
        message: complaint([end]),
      })
    if (end.stdout !== '' || end.stderr.trim() === '')
      fail({
        expected: `how it is meant, on standard error, from: ${call}`,
        found: end.stdout === '' ? 'not a word' : `on standard output: ${end.stdout.trim()}`,
        message: end.stdout === '' ? undefined : belongsToCommand,
      })
  }
  const { end, sighting } = await held()
  if (sighting.process && end.code === wrongUse)
    fail({
      expected: 'the exit status that `run` answers with',
      found: 'exit status 2, when the command had run',
      message: 'choose has to return what `run` answers.',
    })
  // From a second process on it is the command's own status that comes back.
  if (!sighting.process && !sighting.forked && end.code === wrongUse)
    fail({
      expected: 'container.ts run <command> to be understood',
      found: 'exit status 2',
      message: end.stderr.trim(),
    })
  const subcommand = takesForCommand('run', end) ? 'run' : 'child'
  if (!sighting.process && sighting.forked && (await culprit()) === '2.1')
    fail({
      expected: `container.ts ${subcommand} <command> to be understood`,
      found: `exit status ${end.code ?? end.signal}`,
      message: end.stderr.trim(),
    })
  if (sighting.process && understood.end.code === wrongUse)
    fail({
      expected: `container.ts ${understood.args.join(' ')} to be understood`,
      found: 'exit status 2',
      message: understood.end.stderr.trim(),
    })
})
