import { check } from '../../check.ts'
import { deep } from '../../evidence/10-oci/deep-cgroup.ts'
import { deleted } from '../../evidence/10-oci/life.ts'
import { howItEnded, isRefused } from '../../evidence/10-oci/state.ts'
import { complaint } from '../../evidence/complaint.ts'
import { fail, waits } from '../../verdict/judgement.ts'

check('10.4', 'delete removes what is left of it, and not before its end', ['10.3'], async () => {
  const { end, spares, left, said, second, early, isInCgroup, forced, survived, leftByForce } =
    await deleted()
  if (end.code !== 0)
    fail({
      expected: 'delete --force, which ends with 0 where the container has ended',
      found: howItEnded(end),
      message:
        complaint([end]) ??
        (end.overdue
          ? 'Another process has its number by now: whoever waits for that number waits for somebody else.'
          : undefined),
    })
  if (!spares)
    fail({
      expected: 'nobody is killed where the container has ended',
      found: 'another process was, which has its number by now',
    })
  if (left[0])
    fail({
      kernelFile: `/sys/fs/cgroup${left[0]}`,
      expected: 'no cgroup of a container that is deleted',
      found: left[0],
    })
  if (!isRefused(said.end))
    fail({
      expected: 'state knows no container that is deleted',
      found: said.end.overdue ? howItEnded(said.end) : `"status": ${JSON.stringify(said.status)}`,
    })
  if (second.end.code !== 0)
    fail({
      expected: 'a new container may have the name of one that is deleted',
      found: `create: ${howItEnded(second.end)}`,
      message: complaint([second.end]),
    })
  if (!isRefused(early.end) || !early.lives)
    fail({
      expected: 'delete refuses a container that has not ended',
      found: early.lives ? howItEnded(early.end) : 'the container is gone',
      message: 'Only with --force it is ended first.',
    })
  // It is left to the end of its cgroup, in which nobody is yet.
  if (forced.code === 0 && survived && !isInCgroup) waits(['10.5'])
  if (forced.code !== 0 || survived)
    fail({
      expected: 'delete --force ends a container, and then deletes it',
      found: forced.code === 0 ? 'its first process is still there' : howItEnded(forced),
      message: complaint([forced]),
    })
  if (leftByForce[0])
    fail({
      kernelFile: `/sys/fs/cgroup${leftByForce[0]}`,
      expected: 'no cgroup of a container that is deleted by force',
      found: leftByForce[0],
      message: 'A cgroup can be removed when the last of its processes has ended: SIGKILL takes a moment.',
    })
  // Who is not in its cgroup, which is 10.5, did not end with it.
  const { cgroup, processes, remove, isLeft, alive } = await deep()
  if (cgroup && processes.length > 0 && alive[0])
    fail({
      kernelFile: `/sys/fs/cgroup${cgroup.path}/cgroup.procs`,
      expected: 'nobody in the cgroup of a container that is deleted',
      found: alive[0].argv.join(' '),
      message: `Without a PID namespace what the command has started does not end with it. ${complaint([remove]) ?? ''}`,
    })
  if (cgroup && processes.length > 0 && isLeft)
    fail({
      kernelFile: `/sys/fs/cgroup${cgroup.path}`,
      expected: 'delete, called again after one that could not remove the cgroup, removes it',
      found: howItEnded(remove),
      message:
        'Your own notes go last: whoever is stopped in the middle still knows then what there is to remove.',
    })
})
