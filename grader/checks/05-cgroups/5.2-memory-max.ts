import { check } from '../../check.ts'
import { held } from '../../evidence/05-cgroups/containers.ts'
import { failedStart, failUnlimited, failUnstarted } from '../../evidence/05-cgroups/failed-start.ts'
import {
  amount,
  cgroupFile,
  failShared,
  limitInWords,
  notHandedDown,
  tightest,
} from '../../evidence/limit.ts'
import { ownCgroups, sharedCgroups } from '../../evidence/own-cgroup.ts'
import { theMachine } from '../../session/machine.ts'
import { fail } from '../../verdict/outcome.ts'

const wanted = 100 * 1024 * 1024
/** 100 MB in powers of ten; the kernel rounds a limit down to whole pages, of 64 KiB at most. */
const decimal = 100_000_000
const isDecimal = (limit: number) => limit <= decimal && limit > decimal - 65_536

check('5.2', 'Memory is limited to 100 MB', ['5.1'], async () => {
  const failed = await failedStart()
  if (failed?.todo === '5.2' && !failed.isSeen) failUnstarted(failed)
  const evidence = await held()
  const own = ownCgroups(evidence)
  const limits = own.map(({ chain, innermost }) => ({
    file: cgroupFile(innermost ?? '', 'memory.max'),
    limit: tightest(chain, 'memory.max', amount),
  }))
  for (const { file, limit } of limits) {
    if (!limit) fail({ kernelFile: file, expected: String(wanted), ...notHandedDown('memory.max') })
    if (failed && limit.text === 'max')
      failUnlimited(failed, '5.2', { kernelFile: file, expected: String(wanted) })
    if (limit.value !== wanted && !isDecimal(limit.value))
      fail({
        kernelFile: cgroupFile(limit.cgroup.path, 'memory.max'),
        expected: String(wanted),
        found: limitInWords(limit, `${(limit.value / 1024 / 1024).toFixed(1)} MiB`),
        message: failed?.todo === '5.2' ? failed.message : undefined,
      })
  }
  if (failed?.todo === '5.2') failUnstarted(failed)
  failShared(sharedCgroups(evidence, own), 'memory.max', amount, wanted)
  await checkSwap(own)
  if (limits.some(({ limit }) => limit && isDecimal(limit.value)))
    return 'Yours is 100,000,000 bytes, cut to whole pages. 100 MB is often meant as 100 × 1024 × 1024 = 104857600; both are right here.'
})

/** On a machine with swap, memory beyond the limit would move there and the container be slow instead of stopped. */
async function checkSwap(own: ReturnType<typeof ownCgroups>): Promise<void> {
  const { facts } = await theMachine()
  if (facts.swapBytes === 0) return
  for (const { chain } of own) {
    const limit = tightest(chain, 'memory.swap.max', amount)
    if (limit && limit.value !== 0)
      fail({
        kernelFile: cgroupFile(limit.cgroup.path, 'memory.swap.max'),
        expected: '0',
        found: limit.text,
        message:
          'This machine has swap: beyond memory.max the container would be swapped out, slow but alive.',
      })
  }
}
