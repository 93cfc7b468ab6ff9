import { check } from '../../check.ts'
import { held, loads } from '../../evidence/05-cgroups/containers.ts'
import {
  allowedCpu,
  type Counters,
  cpuUsed,
  oomKills,
  throttled,
  wasThrottled,
} from '../../evidence/05-cgroups/counters.ts'
import { failedStart, failUnstarted } from '../../evidence/05-cgroups/failed-start.ts'
import { liftedLimit } from '../../evidence/05-cgroups/lifted.ts'
import type { Loads } from '../../evidence/05-cgroups/loads.ts'
import { cgroupFile } from '../../evidence/limit.ts'
import { type OwnCgroup, ownCgroups } from '../../evidence/own-cgroup.ts'
import { fail, inconclusive } from '../../verdict/judgement.ts'

check('5.5', 'Limits hold under load', ['5.1', '5.2', '5.3', '5.4'], async () => {
  const failed = await failedStart()
  if (failed) failUnstarted(failed)
  const [own, other] = ownCgroups(await held())
  const evidence = await loads()
  checkMemory(evidence, cgroupFile(own.innermost ?? '', 'memory.events'))
  checkProcessor(evidence, own, other)
  checkUnchanged(evidence, own)
})

/** Whom the kernel killed for want of memory from one look to the next. */
const kills = (before: Counters, after: Counters) => oomKills(after.cgroups) - oomKills(before.cgroups)

function checkMemory({ sizes, idle, afterSmall, afterFile, afterLarge }: Loads, file: string): void {
  const [bySmall, byFile, byLarge] = [
    kills(idle, afterSmall),
    kills(afterSmall, afterFile),
    kills(afterFile, afterLarge),
  ]
  if (bySmall > 0)
    fail({
      kernelFile: file,
      expected: `oom_kill 0 after ${sizes.small} MiB`,
      found: `oom_kill ${bySmall}`,
    })
  if (byFile > 0)
    fail({
      kernelFile: file,
      expected: `oom_kill 0 after reading a file of ${sizes.file} MiB`,
      found: `oom_kill ${byFile}`,
      message: 'The page cache counts, but the kernel takes it back before it kills.',
    })
  const loads = [
    [afterSmall, `a program that touches ${sizes.small} MiB`],
    [afterFile, `a program that reads a file of ${sizes.file} MiB`],
  ] as const
  for (const [{ done }, what] of loads)
    if (!done) fail({ kernelFile: file, expected: `${what} to end by itself`, found: 'it never did' })
  if (byLarge > 0) return
  fail({
    kernelFile: file,
    expected: `oom_kill 1 after a program touched ${sizes.large} MiB`,
    found: 'oom_kill 0',
    message: `A program of the container used ${sizes.large} MiB and lived.`,
  })
}

/** What is lifted late, on a machine that is busy, shows in no counter. */
function checkUnchanged({ idle, afterFile, afterLarge }: Loads, own: OwnCgroup): void {
  for (const { cgroups } of [afterFile, afterLarge]) {
    const lifted = liftedLimit(idle.cgroups, cgroups, own)
    // A container that went down as a whole has no cgroup any more.
    if (!lifted?.now) continue
    fail({
      kernelFile: cgroupFile(lifted.now.cgroup.path, lifted.file),
      expected: `${lifted.before.text}, for as long as it lives`,
      found: lifted.now.text,
    })
  }
}

function checkProcessor({ busy, beside }: Loads, own: OwnCgroup, other: OwnCgroup): void {
  const file = cgroupFile(own.innermost ?? '', 'cpu.stat')
  const used = cpuUsed(busy, other) - beside
  const allowed = allowedCpu(busy, own)
  if (used > allowed)
    fail({
      kernelFile: file,
      expected: `at most ${allowed.toFixed(1)} s of CPU in 1 s, by two busy threads`,
      found: `${used.toFixed(2)} s`,
    })
  if (wasThrottled(busy, own)) return
  if (used < 0.5)
    inconclusive({ message: 'This machine is too busy: the container never came to use up its quota.' })
  fail({
    kernelFile: file,
    expected: 'nr_throttled to grow',
    found: `nr_throttled ${throttled(busy[1], own)}`,
  })
}
