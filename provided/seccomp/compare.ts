import { CallFailure } from '../failure.ts'
import { and, type Instruction, JEQ, JGE, JGT, jump, load } from './bpf.ts'
import type { Argument } from './profile.ts'

/** Where the first argument of the call is (struct seccomp_data). */
const ARGUMENTS = 16

/** Executes `then` where all of the comparisons hold; otherwise goes on behind it. */
export const where = (args: Argument[], then: Instruction[]): Instruction[] =>
  args.reduceRight((rest, arg) => compare(arg, rest), then)

/**
 * The register has 32 bits and an argument 64: first its upper half is looked at, and unless that decides, the lower one.
 */
function compare({ index, op, value, valueTwo = 0 }: Argument, then: Instruction[]): Instruction[] {
  const [high, low] = halvesOf(value)
  const [loadLow, loadHigh] = [load(ARGUMENTS + index * 8), load(ARGUMENTS + index * 8 + 4)]
  const past = then.length
  const ordered = (isAbove: number, isBelow: number, last: Instruction) => [
    loadHigh,
    jump(JGT, high, isAbove + 3, 0),
    jump(JEQ, high, 0, isBelow + 2),
    loadLow,
    last,
    ...then,
  ]
  switch (op) {
    case 'SCMP_CMP_EQ':
      return [loadHigh, jump(JEQ, high, 0, past + 2), loadLow, jump(JEQ, low, 0, past), ...then]
    case 'SCMP_CMP_NE':
      return [loadHigh, jump(JEQ, high, 0, 2), loadLow, jump(JEQ, low, past, 0), ...then]
    case 'SCMP_CMP_GT':
      return ordered(0, past, jump(JGT, low, 0, past))
    case 'SCMP_CMP_GE':
      return ordered(0, past, jump(JGE, low, 0, past))
    case 'SCMP_CMP_LT':
      return ordered(past, 0, jump(JGE, low, past, 0))
    case 'SCMP_CMP_LE':
      return ordered(past, 0, jump(JGT, low, past, 0))
    case 'SCMP_CMP_MASKED_EQ': {
      const [wantedHigh, wantedLow] = halvesOf(BigInt(value) & BigInt(valueTwo))
      return [
        loadHigh,
        and(high),
        jump(JEQ, wantedHigh, 0, past + 3),
        loadLow,
        and(low),
        jump(JEQ, wantedLow, 0, past),
        ...then,
      ]
    }
    default:
      throw new CallFailure(`There is no seccomp comparison ${op satisfies never}.`)
  }
}

/** The upper and the lower 32 bits. */
function halvesOf(value: number | bigint): [high: number, low: number] {
  const bits = BigInt.asUintN(64, BigInt(value))
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)]
}
