import { check } from '../../check.ts'
import { complaint } from '../../evidence/complaint.ts'
import { ends, held } from '../../evidence/processes.ts'
import type { Ended } from '../../machine/machine.ts'
import { fail, waits } from '../../verdict/outcome.ts'

check('2.3', 'The parent starts a child, waits, and passes on how it ended', { needs: ['2.1'] }, async () => {
  const { command, sighting, parent, end } = await held()
  if (!sighting.process && sighting.forked) waits(['2.2'], 'There is a second process, but no command yet.')
  if (!sighting.process)
    fail({
      kernelFile: '/proc/<pid>/task/<pid>/children',
      expected: 'a second process',
      found: 'none',
      ...complaint([end]),
    })
  if (sighting.process.pid === sighting.program || !parent)
    fail({
      kernelFile: '/proc/<pid>/cmdline',
      expected: 'the command in a process of its own, and its parent waiting',
      found: parent ? 'the program itself became the command' : 'the parent had ended before the command did',
    })
  checkStatus('a command that ends with it', command.status, end)
  await checkEnds()
})

async function checkEnds(): Promise<void> {
  const { printing, killed, asked, interrupted } = await ends()
  const { out, err, typed } = printing
  if (!printing.stdout.includes(`${out} ${typed}`))
    fail({
      expected: 'what is typed to reach the command, and its output to come back',
      found: printing.stdout.trim() || 'nothing on standard output',
    })
  if (!printing.stderr.includes(err))
    fail({ expected: "the command's standard error to come through", found: 'nothing of it' })
  checkStatus('a command that is killed by signal 9', 128 + 9, killed)
  checkStatus(
    'a command that ends so when it gets the SIGTERM that was sent to the parent',
    asked.status,
    asked,
  )
  if (interrupted.signal === 'SIGINT')
    fail({
      expected: 'to outlive a SIGINT',
      found: 'ended by it, and the command went on',
      message:
        'Ctrl-C is sent to all processes of the terminal. What it means for the container is for its command to say; who dies before it cannot clean up.',
    })
}

function checkStatus(what: string, expected: number, end: Ended): void {
  const { code, signal, overdue } = end
  if (code === expected) return
  const found = overdue
    ? 'still running, until we ended it'
    : signal
      ? `ended by ${signal}`
      : `exit status ${code}`
  fail({ expected: `exit status ${expected} from ${what}`, found, ...complaint([end]) })
}
