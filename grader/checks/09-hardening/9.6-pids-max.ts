import { check } from '../../check.ts'
import { attackedFor } from '../../evidence/09-hardening/attacked.ts'
import { bombed, both, secondEnd } from '../../evidence/09-hardening/bombed.ts'
import { failUnstarted } from '../../evidence/09-hardening/container.ts'
import { held } from '../../evidence/09-hardening/held.ts'
import { complaint } from '../../evidence/complaint.ts'
import { amount, cgroupFile, limitInWords, notHandedDown, tightest } from '../../evidence/limit.ts'
import { ownCgroups } from '../../evidence/own-cgroup.ts'
import { isWithin } from '../../evidence/path.ts'
import { inconclusiveBarrier } from '../../evidence/patience.ts'
import { fail } from '../../verdict/judgement.ts'

const wanted = 100

check('9.6', 'It has 100 processes at most', [], async () => {
  const { process } = await held()
  if (!process) return failUnstarted('9.6')
  await attackedFor('9.6')
  const evidence = await both()
  if (evidence.sightings.some((sighting) => !sighting.process))
    fail({
      expected: 'two containers that run',
      found: 'one that did not start',
      message: complaint([await secondEnd()]),
    })
  const own = ownCgroups(evidence)
  for (const [index, { chain, innermost }] of own.entries()) {
    const limit = tightest(chain, 'pids.max', amount)
    if (!limit)
      fail({
        kernelFile: cgroupFile(innermost ?? '', 'pids.max'),
        expected: String(wanted),
        ...notHandedDown('pids.max'),
      })
    if (limit.value !== wanted)
      fail({
        kernelFile: cgroupFile(limit.cgroup.path, 'pids.max'),
        expected: String(wanted),
        found: limitInWords(limit),
      })
    const late = evidence.sightings[index]?.blockedOpens.find(
      (file) => file.endsWith('/pids.max') && chain.some(({ path }) => file === cgroupFile(path, 'pids.max')),
    )
    if (late)
      fail({ kernelFile: late, expected: 'written before the command runs', found: 'the command ran first' })
  }
  const { during, isNeighbourWell, forks } = await bombed()
  const [limited] = own
  const processes = during
    .filter(({ path }) => isWithin(path, limited.innermost ?? ''))
    .flatMap((cgroup) => cgroup.processes)
  if (processes.length > wanted)
    fail({
      kernelFile: cgroupFile(limited.innermost ?? '', 'cgroup.procs'),
      expected: `${wanted} processes at most, of ${forks} that it wanted`,
      found: String(processes.length),
    })
  if (!isNeighbourWell) fail({ expected: 'another container that can still fork', found: 'one that cannot' })
  if (evidence.openedTooSoon) inconclusiveBarrier()
})
