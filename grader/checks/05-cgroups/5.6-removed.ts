import { check } from '../../check.ts'
import { ended, held } from '../../evidence/05-cgroups/containers.ts'
import { failedStart, failUnstarted } from '../../evidence/05-cgroups/failed-start.ts'
import { impossibleStarts } from '../../evidence/05-cgroups/impossible-starts.ts'
import { liftedLimit } from '../../evidence/05-cgroups/lifted.ts'
import { status } from '../../evidence/05-cgroups/loads.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failedAt } from '../../evidence/failed-at.ts'
import { cgroupFile } from '../../evidence/limit.ts'
import { ownCgroups } from '../../evidence/own-cgroup.ts'
import type { Cgroup, Ended } from '../../machine/process.ts'
import { fail, failOn, waits } from '../../verdict/judgement.ts'

check('5.6', 'Its cgroup is removed afterwards', ['5.1'], async () => {
  const failed = await failedStart()
  if (failed?.todo === '5.6') failUnstarted(failed)
  if (failed) waits([failed.todo])
  const evidence = await held()
  const own = ownCgroups(evidence).flatMap(({ chain }) => chain.map(({ path }) => path))
  const { ends, after } = await ended()
  const left = after.map(({ path }) => path).filter((path) => own.includes(path))
  const [first] = left
  const said = complaint(ends.filter(failedItself))
  // Somebody else is in it than the container, and that is for 5.4 to say.
  const isOutside = ownCgroups(evidence).some(({ joined }) => !joined)
  const culprit = isOutside && /\bEBUSY\b/.test(said ?? '') ? '5.4' : undefined
  if (first)
    failOn(culprit, '5.6', {
      kernelFile: `/sys/fs/cgroup${first}`,
      expected: 'no such folder after the container has ended',
      found: left.length > 1 ? `this and ${left.length - 1} more` : 'it is still there',
      message: ends.some(({ overdue }) => overdue) ? neverEnded : (said ?? costs),
    })
  const broken = ends.find((end) => failedItself(end) && end.code !== status)
  if (broken)
    failOn(failedAt('05-cgroups', [broken]), '5.6', {
      expected: 'the exit status of the command',
      found: `exit status ${broken.code}: the container has ended, and then its parent failed`,
      message: said,
    })
  if (evidence.sightings.some(({ process }, index) => process && ends[index]?.overdue))
    fail({
      expected: 'a parent that ends when its container has ended',
      found: 'still running, until we ended it',
      message:
        'What is open keeps Node going: a timer, a watched file, a socket. See it wait: npm run box 05 run busybox true',
    })
  const killed = evidence.sightings.at(-1)?.process ? ends.at(-1) : undefined
  if (killed?.code === 0)
    fail({
      expected: 'exit status 137 (128 + 9), for SIGKILL ended its command',
      found: 'exit status 0',
      message: 'Who starts a container, and looks whether it was killed for its memory, sees a success.',
    })
  await checkOthers()
  // What all containers share may stay.
  const shared = evidence.during.map(({ path }) => path).filter((path) => !own.includes(path))
  const { after: later, end, withoutImage } = await impossibleStarts()
  const added = later.find(({ path }) => !shared.includes(path))
  if (added)
    fail({
      kernelFile: `/sys/fs/cgroup${added.path}`,
      expected: 'no such folder after a start that failed, for there is no such image',
      found: 'it is still there',
      message: complaint([withoutImage].filter(failedItself)) ?? costs,
    })
  if (end && hidesReason(end.stderr))
    fail({
      expected: 'the reason of a start that fails, for the kernel refuses to make its cgroup (mkdir: EAGAIN)',
      found: 'that there is no folder to be removed',
      message: complaint([end]),
    })
})

/** The end of one container is no business of the others. */
async function checkOthers(): Promise<void> {
  const evidence = await held()
  const { before, after } = (await ended()).around
  const own = ownCgroups(evidence)
  for (const [index, { process }] of evidence.sightings.slice(0, -1).entries()) {
    const isIn = (cgroups: Cgroup[]) =>
      cgroups.some(({ processes }) => process && processes.includes(process.pid))
    const cgroup = own[index]
    if (!cgroup?.joined || !isIn(before)) continue
    if (!isIn(after))
      fail({
        kernelFile: cgroupFile(cgroup.innermost ?? '', 'cgroup.procs'),
        expected: 'a container that goes on when another one ends',
        found: 'its command has ended, too',
      })
    const lifted = liftedLimit(before, after, cgroup)
    if (lifted)
      fail({
        kernelFile: cgroupFile((lifted.now ?? lifted.before).cgroup.path, lifted.file),
        expected: `${lifted.before.text}, also when another container has ended`,
        found: lifted.now?.text ?? 'no such file',
        message: 'What is above the cgroup of a container is shared by all: leave it as it is.',
      })
  }
}

/** Whether the program ended by an error of its own, and not with its command’s status. */
const failedItself = ({ code, stderr }: Ended) =>
  code !== null &&
  code < 128 &&
  /^container: (?!the parent gave up)|^\s+at |\bunsettled top-level await\b/m.test(stderr)

/** To say that there was nothing to remove is no harm, as long as it is said as well what could not be made. */
const hidesReason = (text: string) =>
  /\bENOENT\b.*\brmdir\b|\brmdir\b.*(\bENOENT\b|No such file)/.test(text) &&
  !/\bmkdir\b|\bEAGAIN\b/.test(text)

const neverEnded =
  'Its container never ended, so we killed the parent, which could then remove nothing. See what it waits for: npm run box 05 run busybox true'

const costs =
  'An empty cgroup costs the kernel memory, and the next container with that name finds its limits there.'
