import { check } from '../../check.ts'
import { created, started } from '../../evidence/10-oci/life.ts'
import { howItEnded, isRefused } from '../../evidence/10-oci/state.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failedAt } from '../../evidence/failed-at.ts'
import { fail, waits } from '../../verdict/judgement.ts'

check('10.2', 'start has it become the command', ['10.1'], async () => {
  const { process } = await created()
  const { end, executing, printed, again, fallen } = await started()
  if (failedAt('10-oci', [fallen]) === '10.7') waits(['10.7'])
  if (end.code !== 0 || !executing)
    fail({
      expected: 'a container that executes its command',
      found: end.code === 0 ? 'nobody executes it' : `start: ${howItEnded(end)}`,
      message: complaint([end, fallen]),
    })
  if (executing.pid !== process?.pid)
    fail({
      expected: `the process that waited, ${process?.nsPids[0]}, is the command`,
      found: `the command is ${executing.nsPids[0]}`,
      message: 'podman watches the process whose number create wrote down.',
    })
  if (!printed)
    fail({ expected: 'what the command prints comes out where create had its stdout', found: 'nothing' })
  if (!isRefused(again))
    fail({
      expected: 'an error where the container has been started before',
      found: `a second start: ${howItEnded(again)}`,
      message: 'runtime.md: to start a container that is not `created` must have no effect, and be an error.',
    })
})
