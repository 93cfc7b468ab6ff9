import { check } from '../../check.ts'
import { joined } from '../../evidence/10-oci/joined.ts'
import { created, signalled, started } from '../../evidence/10-oci/life.ts'
import { howItEnded, isRefused, type State } from '../../evidence/10-oci/state.ts'
import { complaint } from '../../evidence/complaint.ts'
import { fail } from '../../verdict/judgement.ts'

check('10.3', 'state says how it is, and kill signals it', ['10.2'], async () => {
  const { pid, said } = await created()
  expectState('after create', said, 'created', pid)
  const { said: running } = await started()
  expectState('after start', running, 'running', pid)

  const { first, answered, spared, all, struck, second, survived, said: ended, late } = await signalled()
  if (first.code !== 0 || !answered)
    fail({
      expected: 'kill <id> USR1, and the command has a SIGUSR1',
      found: first.code === 0 ? 'it has none' : `kill: ${howItEnded(first)}`,
      message: complaint([first]),
    })
  if (!spared)
    fail({
      expected: 'kill <id> USR1, and a SIGUSR1 for the first process',
      found: 'others of the container have had one too, and ended',
      message: 'Only with --all a signal is for all of them.',
    })
  if (all.code !== 0 || !struck)
    fail({
      expected: 'kill --all <id> USR2, and a SIGUSR2 for all processes of the container',
      found: all.code === 0 ? 'others than the first have none' : `kill: ${howItEnded(all)}`,
      message: complaint([all]),
    })
  if (second.code !== 0 || survived)
    fail({
      expected: 'kill <id> 15, and the command has a SIGTERM',
      found: second.code === 0 ? 'it has none' : `kill: ${howItEnded(second)}`,
      message: complaint([second]),
    })
  expectState('after its end, when another process has its number', ended, 'stopped')
  if (!isRefused(late))
    fail({
      expected: 'kill refuses a container that has ended',
      found: howItEnded(late),
      message: 'Its number may be that of another process by now.',
    })
  const { kill, survived: goesOn, said: dead } = await joined()
  if (kill.code !== 0 || goesOn)
    fail({
      expected: 'kill <id> KILL ends a container that waits for start, too',
      found: kill.code === 0 ? 'it is still there' : `kill: ${howItEnded(kill)}`,
      message: complaint([kill]),
    })
  expectState('after its end, where it was never started', dead, 'stopped')
})

function expectState(
  when: string,
  { end, status, pid }: State,
  expected: string,
  expectedPid?: string | null,
): void {
  if (end.code !== 0) fail({ expected: `state, ${when}`, found: howItEnded(end), message: complaint([end]) })
  if (status !== expected)
    fail({
      expected: `"status": "${expected}" ${when}`,
      found: status === undefined ? 'no such field in what it prints' : `"status": ${JSON.stringify(status)}`,
    })
  if (expectedPid && pid !== Number(expectedPid))
    fail({ expected: `"pid": ${Number(expectedPid)} ${when}`, found: `"pid": ${JSON.stringify(pid)}` })
}
