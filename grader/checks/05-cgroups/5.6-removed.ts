import { check } from '../../check.ts'
import { ended, held } from '../../evidence/05-cgroups/containers.ts'
import { failedStart, failUnstarted } from '../../evidence/05-cgroups/failed-start.ts'
import { impossibleStarts } from '../../evidence/05-cgroups/impossible-starts.ts'
import { complaint } from '../../evidence/complaint.ts'
import { ownCgroups } from '../../evidence/own-cgroup.ts'
import { fail, waits } from '../../verdict/outcome.ts'

check('5.6', 'Its cgroup is removed afterwards', ['5.1'], async () => {
  const failed = await failedStart()
  if (failed?.todo === '5.6') failUnstarted(failed)
  if (failed) waits([failed.todo])
  const evidence = await held()
  const own = ownCgroups(evidence).flatMap(({ chain }) => chain.map(({ path }) => path))
  const { ends, after } = await ended()
  const left = after.map(({ path }) => path).filter((path) => own.includes(path))
  const [first] = left
  if (first)
    fail({
      kernelFile: `/sys/fs/cgroup${first}`,
      expected: 'no such folder after the container has ended',
      found: left.length > 1 ? `this and ${left.length - 1} more` : 'it is still there',
      message: ends.some(({ overdue }) => overdue) ? neverEnded : costs,
    })
  // What all containers share may stay.
  const shared = evidence.during.map(({ path }) => path).filter((path) => !own.includes(path))
  const { after: later, end } = await impossibleStarts()
  const added = later.find(({ path }) => !shared.includes(path))
  if (added)
    fail({
      kernelFile: `/sys/fs/cgroup${added.path}`,
      expected: 'no such folder after a start that failed, for there is no such image',
      found: 'it is still there',
      message: costs,
    })
  if (end && hidesReason(end.stderr))
    fail({
      expected: 'the reason of a start that fails, for the kernel refuses to make its cgroup (mkdir: EAGAIN)',
      found: 'that there is no folder to be removed',
      message: complaint([end]),
    })
})

/** To say that there was nothing to remove is no harm, as long as it is said as well what could not be made. */
const hidesReason = (text: string) =>
  /\bENOENT\b.*\brmdir\b|\brmdir\b.*\bENOENT\b/.test(text) && !/\bmkdir\b|\bEAGAIN\b/.test(text)

const neverEnded =
  'Its container never ended, so we killed the parent, which could then remove nothing. See what it waits for: npm run box 05 run busybox true'

const costs =
  'An empty cgroup costs the kernel memory, and the next container with that name finds its limits there.'
