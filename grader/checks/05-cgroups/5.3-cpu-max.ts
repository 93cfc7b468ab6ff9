import { check } from '../../check.ts'
import { expectLimits } from '../../evidence/05-cgroups/limits.ts'
import { processors } from '../../evidence/limit.ts'

const wanted = '50000 100000'

check('5.3', 'CPU is limited to 50 ms of every 100 ms', ['5.1'], async () => {
  const limits = await expectLimits('5.3', {
    file: 'cpu.max',
    wanted,
    parse: processors,
    inWords: (limit) => `${Math.round(limit * 100)} % of one processor`,
  })
  const other = limits.find(({ text }) => text !== wanted)
  if (other)
    return `Yours is ${other.text}: the same share of a processor, handed out in other slices than ${wanted}.`
})
