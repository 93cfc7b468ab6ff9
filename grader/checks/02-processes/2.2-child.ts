import { check } from '../../check.ts'
import { complaint } from '../../evidence/complaint.ts'
import { ends, held } from '../../evidence/processes.ts'
import { fail, waits } from '../../verdict/outcome.ts'

check('2.2', 'The child becomes the command', { needs: ['2.1'] }, async () => {
  const { command, sighting, end } = await held()
  if (!sighting.process && !sighting.forked) waits(['2.3'], 'There is no second process yet.')
  if (!sighting.process)
    fail({
      kernelFile: '/proc/<pid>/cmdline',
      expected: command.argv.join(' '),
      found: 'a second process, which never was that command',
      ...complaint([end]),
    })
  // Where no status comes back at all, that is 2.3.
  if (end.code !== command.status) return
  const { missing, notExecutable } = await ends()
  if (missing.code !== 127)
    fail({
      expected: 'exit status 127 for a command that does not exist',
      found: `exit status ${missing.code ?? missing.signal}`,
    })
  if (notExecutable.code !== 126)
    fail({
      expected: 'exit status 126 for a file that is not executable',
      found: `exit status ${notExecutable.code ?? notExecutable.signal}`,
    })
})
