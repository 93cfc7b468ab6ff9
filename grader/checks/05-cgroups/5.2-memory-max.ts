import { check } from '../../check.ts'
import { held } from '../../evidence/05-cgroups/containers.ts'
import { expectLimits } from '../../evidence/05-cgroups/limits.ts'
import { amount, cgroupFile, tightest } from '../../evidence/limit.ts'
import { ownCgroups } from '../../evidence/own-cgroup.ts'
import { theMachine } from '../../session/machine.ts'
import { fail } from '../../verdict/judgement.ts'

/** 100 MB in powers of ten; the kernel rounds a limit down to whole pages, of 64 KiB at most. */
const decimal = 100_000_000
const isDecimal = (limit: number) => limit <= decimal && limit > decimal - 65_536

check('5.2', 'Memory is limited to 100 MB', ['5.1'], async () => {
  const limits = await expectLimits('5.2', {
    file: 'memory.max',
    wanted: '104857600',
    parse: amount,
    isRight: isDecimal,
    inWords: (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`,
  })
  await checkSwap()
  if (limits.some(({ value }) => isDecimal(value)))
    return 'Yours is 100,000,000 bytes, cut to whole pages. 100 MB is often meant as 100 × 1024 × 1024 = 104857600; both are right here.'
})

/** On a machine with swap, memory beyond the limit would move there and the container be slow instead of stopped. */
async function checkSwap(): Promise<void> {
  const { facts } = await theMachine()
  if (facts.swapBytes === 0) return
  for (const { chain } of ownCgroups(await held())) {
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
