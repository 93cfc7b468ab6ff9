import { check } from '../../check.ts'
import { held, loads } from '../../evidence/cgroups.ts'
import { at, counted } from '../../evidence/counted.ts'
import { kernelFile } from '../../evidence/limit.ts'
import { type Counters, type Loads, throttled } from '../../evidence/loads.ts'
import { type OwnCgroup, ownCgroups } from '../../evidence/own-cgroup.ts'
import type { Cgroup } from '../../machine/machine.ts'
import { fail, inconclusive } from '../../verdict/outcome.ts'

check('5.5', 'Limits hold under load', { needs: ['5.1', '5.2', '5.3', '5.4'] }, async () => {
  const [busy, other] = ownCgroups(await held())
  const evidence = await loads()
  checkMemory(evidence, kernelFile(busy.innermost ?? '', 'memory.events'))
  checkProcessor(evidence, busy, other)
})

/** Counted for the berth, which adds up what is below it and is still there when a container is not. */
const kills = ({ cgroups: [berth] }: Loads['idle']) => counted(berth, 'memory.events', 'oom_kill')

function checkMemory({ sizes, idle, afterSmall, afterFile, afterLarge }: Loads, kernelFile: string): void {
  if (kills(afterSmall) > kills(idle))
    fail({ kernelFile, expected: `oom_kill 0 after ${sizes.small} MiB`, found: 'oom_kill 1' })
  if (kills(afterFile) > kills(afterSmall))
    fail({
      kernelFile,
      expected: `oom_kill 0 after reading a file of ${sizes.file} MiB`,
      found: 'oom_kill 1',
      message: 'The page cache counts, but the kernel takes it back before it kills.',
    })
  const loads = [
    [afterSmall, `a program that touches ${sizes.small} MiB`],
    [afterFile, `a program that reads a file of ${sizes.file} MiB`],
  ] as const
  for (const [{ done }, what] of loads)
    if (!done) fail({ kernelFile, expected: `${what} to end by itself`, found: 'it never did' })
  if (kills(afterLarge) > kills(afterFile)) return
  fail({
    kernelFile,
    expected: `oom_kill 1 after a program touched ${sizes.large} MiB`,
    found: 'oom_kill 0',
    message: `A program of the container used ${sizes.large} MiB and lived.`,
  })
}

/** Two threads at 50 % of one processor: at most 0.6 s in a second, for the kernel hands the quota out in slices. */
const most = 0.6

function checkProcessor({ busy: [first, second] }: Loads, own: OwnCgroup, other: OwnCgroup): void {
  const file = kernelFile(own.innermost ?? '', 'cpu.stat')
  // Of the whole berth but the other container: wherever the two threads are by now, they are in there.
  const used = ({ cgroups }: Counters) => usage(cgroups, '/') - usage(cgroups, other.chain.at(-1)?.path)
  const share = (used(second) - used(first)) / 1000 / (second.answered - first.asked)
  if (share > most)
    fail({
      kernelFile: file,
      expected: `at most ${most} s of CPU in 1 s, by two busy threads`,
      found: `${share.toFixed(2)} s`,
    })
  if (throttled(second, own) > throttled(first, own)) return
  if (share < 0.4)
    inconclusive({ message: 'This machine is too busy: the container never came to use up its quota.' })
  fail({
    kernelFile: file,
    expected: 'nr_throttled to grow',
    found: `nr_throttled ${throttled(second, own)}`,
  })
}

const usage = (cgroups: Cgroup[], path?: string) => counted(at(cgroups, path), 'cpu.stat', 'usage_usec')
