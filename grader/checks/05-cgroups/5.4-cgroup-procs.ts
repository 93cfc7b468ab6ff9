import { check } from '../../check.ts'
import { held } from '../../evidence/05-cgroups/containers.ts'
import { failedStart, failUnstarted } from '../../evidence/05-cgroups/failed-start.ts'
import { impossibleStarts } from '../../evidence/05-cgroups/impossible-starts.ts'
import { parsers } from '../../evidence/05-cgroups/limits.ts'
import { complaint } from '../../evidence/complaint.ts'
import { cgroupFile, tightest } from '../../evidence/limit.ts'
import { type HeldContainers, type OwnCgroup, ownCgroups, startCgroup } from '../../evidence/own-cgroup.ts'
import { inconclusiveBarrier } from '../../evidence/patience.ts'
import type { Ended, Process, Sighting } from '../../machine/process.ts'
import { fail, waits } from '../../verdict/judgement.ts'

check('5.4', 'Its command is inside before it runs', ['5.1'], async () => {
  const failed = await failedStart()
  if (failed && failed.todo !== '5.4') waits([failed.todo])
  if (failed) failUnstarted(failed)
  const evidence = await held()
  const own = ownCgroups(evidence)
  for (const [index, sighting] of evidence.sightings.entries()) {
    const cgroup = own[index]
    if (!sighting.process || !cgroup) continue
    const later = cgroupAtRest(sighting.process, evidence)
    // A command that is never moved is not late: failOutside says where it is.
    if (cgroup.joined || later !== sighting.process.cgroup) checkUnfinished(sighting, cgroup)
    if (!cgroup.joined) failOutside(sighting.process, cgroup, later)
    checkLimits(sighting, cgroup)
  }
  await checkRefused()
  if (evidence.openedTooSoon) inconclusiveBarrier()
})

/** What its parent stood at when the command was seen, and should have done before. */
function checkUnfinished({ blockedOpens: standing }: Sighting, { chain, joined }: OwnCgroup): void {
  // Until the command is in one it cannot be told which new cgroup is its own: any that its parent stands at counts.
  const theirs = (file: string) => !joined || chain.some(({ path }) => file.startsWith(cgroupFile(path, '')))
  // Once the command is inside, who is moved then is another process; a limit is about the command still.
  const late = standing.find((file) => theirs(file) && !(joined && file.endsWith('/cgroup.procs')))
  if (late)
    fail({
      kernelFile: late,
      expected: 'written before the command runs',
      found: 'the command ran first',
      message: `We held its parent up at this file. ${mustWait}`,
    })
}

/** A limit may also be late through a file that was open before. */
function checkLimits({ cgroups }: Sighting, { chain }: OwnCgroup): void {
  const then = cgroups.filter(({ path }) => chain.some((own) => own.path === path))
  for (const [file, parse] of parsers) {
    const [early, late] = [tightest(then, file, parse), tightest(chain, file, parse)]
    if (early && late && early.value > late.value)
      fail({
        kernelFile: cgroupFile(late.cgroup.path, file),
        expected: `${late.text} before the command runs`,
        found: `${early.text} when it ran already`,
        message: mustWait,
      })
  }
}

/** Where there is no cgroup, there is nothing to be inside of. */
async function checkRefused(): Promise<void> {
  const { unlimited, unmoved, hangs, orphan, withoutImage } = await impossibleStarts()
  if (hangs)
    fail({
      expected: 'a start that ends where the kernel refuses to make its cgroup (mkdir: EAGAIN)',
      found: 'still running, until we ended it',
      message: `Somebody waits for ever: the child for the word to go on, or the parent while it cleans up. ${endIt}`,
    })
  if (orphan)
    fail({
      kernelFile: `/proc/${orphan.nsPids[0]}/status`,
      expected: 'no process left of a start that the kernel refused (mkdir: EAGAIN)',
      found: `${orphan.argv.join(' ')}, still waiting`,
      message: `The parent is gone, and its child does not end. ${endIt}`,
    })
  if (unlimited)
    fail({
      kernelFile: `/proc/${unlimited.nsPids[0]}/cgroup`,
      expected: 'no command where the kernel refuses to make its cgroup (mkdir: EAGAIN)',
      found: `it runs, without limits, in 0::${unlimited.cgroup}`,
      message: `The parent gave up on this start, and the child went on. ${endIt}`,
    })
  if (unmoved)
    fail({
      kernelFile: `/proc/${unmoved.nsPids[0]}/cgroup`,
      expected: 'no command where the kernel refuses to move it (cgroup.procs: EPERM)',
      found: `it runs, without limits, in 0::${unmoved.cgroup}`,
      message: 'Let the child go on when the move has succeeded, and only then.',
    })
  checkReason(withoutImage)
}

/** Ended by it, and not only with a word about it. */
const failedByIt = /^container: .*\bESRCH\b|\bESRCH\b[\s\S]*^Node\.js v/m

/** A child that has ended cannot be moved, and what it said is why. */
function checkReason(end: Ended): void {
  if (end.code !== 0 && !failedByIt.test(end.stderr)) return
  fail({
    expected: 'the exit status of a child that ended before it could be moved, for there is no such image',
    found: end.code === 0 ? 'exit status 0' : 'an error about cgroup.procs',
    message: complaint([end]),
  })
}

const endIt =
  'A read of 0 bytes says that the parent has closed the pipe, and not that the limits hold: end the child then.'

const mustWait =
  'The command did not wait: by itself the parent mostly wins, by luck. The child must wait until it is told that its cgroup is ready.'

/** Where it is once all are at rest that had been held up. */
const cgroupAtRest = ({ pid }: Process, { during }: HeldContainers) =>
  during.find(({ processes }) => processes.includes(pid))?.path

function failOutside(
  { nsPids, cgroup }: Process,
  { innermost }: OwnCgroup,
  later: string | undefined,
): never {
  fail({
    kernelFile: `/proc/${nsPids[0]}/cgroup`,
    expected: `0::${innermost}`,
    found: `0::${cgroup}${cgroup === startCgroup ? '        where your program was started' : ''}`,
    message:
      later === undefined || later === cgroup ? undefined : `It was moved when it ran already. ${mustWait}`,
  })
}
