import { check } from '../../check.ts'
import { held } from '../../evidence/05-cgroups/containers.ts'
import { failedStart, failUnlimited, failUnstarted } from '../../evidence/05-cgroups/failed-start.ts'
import {
  cgroupFile,
  failShared,
  limitInWords,
  notHandedDown,
  processors,
  tightest,
} from '../../evidence/limit.ts'
import { ownCgroups, sharedCgroups } from '../../evidence/own-cgroup.ts'
import { fail } from '../../verdict/outcome.ts'

const wanted = '50000 100000'

check('5.3', 'CPU is limited to 50 ms of every 100 ms', ['5.1'], async () => {
  const failed = await failedStart()
  if (failed?.todo === '5.3' && !failed.isSeen) failUnstarted(failed)
  const evidence = await held()
  const own = ownCgroups(evidence)
  const limits = own.map(({ chain, innermost }) => ({
    file: cgroupFile(innermost ?? '', 'cpu.max'),
    limit: tightest(chain, 'cpu.max', processors),
  }))
  for (const { file, limit } of limits) {
    if (!limit)
      fail({
        kernelFile: file,
        expected: wanted,
        ...notHandedDown('cpu.max'),
      })
    if (failed && limit.value === Number.POSITIVE_INFINITY)
      failUnlimited(failed, '5.3', { kernelFile: file, expected: wanted })
    if (limit.value !== processors(wanted))
      fail({
        kernelFile: cgroupFile(limit.cgroup.path, 'cpu.max'),
        expected: wanted,
        found: limitInWords(limit, `${Math.round(limit.value * 100)} % of one processor`),
      })
  }
  if (failed?.todo === '5.3') failUnstarted(failed)
  failShared(sharedCgroups(evidence, own), 'cpu.max', processors, processors(wanted))
  const other = limits.find(({ limit }) => limit && limit.text !== wanted)
  if (other)
    return `Yours is ${other.limit?.text}: the same share of a processor, handed out in other slices than ${wanted}.`
})
