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
import { parsers } from '../../evidence/05-cgroups/limits.ts'
import type { Loads } from '../../evidence/05-cgroups/loads.ts'
import { cgroupFile, tightest } from '../../evidence/limit.ts'
import { type OwnCgroup, ownCgroups } from '../../evidence/own-cgroup.ts'
import { fail, inconclusive } from '../../verdict/judgement.ts'

check('5.5', 'Limits hold under load', ['5.1', '5.2', '5.3', '5.4'], async () => {
  const failed = await failedStart()
  if (failed) failUnstarted(failed)
  const [busy, other] = ownCgroups(await held())
  const evidence = await loads()
  checkMemory(evidence, cgroupFile(busy.innermost ?? '', 'memory.events'))
  checkProcessor(evidence, busy, other)
  checkUnchanged(evidence, busy)
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
function checkUnchanged({ idle, afterFile, afterLarge }: Loads, { chain }: OwnCgroup): void {
  for (const [file, parse] of parsers) {
    const limitIn = ({ cgroups }: Counters) =>
      tightest(
        cgroups.filter(({ path }) => chain.some((own) => own.path === path)),
        file,
        parse,
      )
    const before = limitIn(idle)
    const lifted = [afterFile, afterLarge]
      .map(limitIn)
      .find((limit) => limit && before && limit.value > before.value)
    if (before && lifted)
      fail({
        kernelFile: cgroupFile(lifted.cgroup.path, file),
        expected: `${before.text}, for as long as it lives`,
        found: lifted.text,
      })
  }
}

function checkProcessor({ busy, beside }: Loads, own: OwnCgroup, other: OwnCgroup): void {
  const file = cgroupFile(own.innermost ?? '', 'cpu.stat')
  const used = cpuUsed(busy, other) - beside
  if (used > allowedCpu)
    fail({
      kernelFile: file,
      expected: `at most ${allowedCpu} s of CPU in 1 s, by two busy threads`,
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
