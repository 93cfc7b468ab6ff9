import { constants } from 'node:os'
import { CallFailure, Failure } from '../failure.ts'
import { numberIfAny } from '../syscalls/numbers.ts'
import { answerOf } from './actions.ts'
import { answer, encode, type Instruction, JEQ, JGE, jump, load, MAXINSNS, skip } from './bpf.ts'
import { where } from './compare.ts'
import type { Entry, Profile } from './profile.ts'

// Where the number of the call is, and the kind of processor that it is for (struct seccomp_data).
const NUMBER = 0
const ARCH = 4

/** AUDIT_ARCH_… of include/uapi/linux/audit.h. */
const ARCHES: Record<string, number> = { x64: 0xc000003e, arm64: 0xc00000b7 }

/** Set in the number of a call by the rules of x32, which bears the name of x86-64 otherwise. */
const X32 = 0x40000000

/**
 * Makes a profile a filter for `setFilter`. Calls that are made by the rules of another processor have other numbers,
 * and are nobody's who is in this container: those of 32-bit programs kill, those of x32 are not there (ENOSYS).
 *
 * @param arch - the processor, as Node calls it
 * @returns the filter's instructions, as the kernel reads them
 * @throws Failure for a profile that cannot be done
 *
 * @example
 * setFilter(
 *   compile({
 *     defaultAction: 'SCMP_ACT_ALLOW',
 *     syscalls: [{ names: ['reboot'], action: 'SCMP_ACT_ERRNO' }],
 *   }),
 * )
 */
export function compile(profile: Profile, arch: string = process.arch): Buffer {
  const ours = ARCHES[arch]
  if (ours === undefined) throw new Failure(`This kit writes filters for x64 and arm64, not for ${arch}.`)
  const program = [
    load(ARCH),
    jump(JEQ, ours, 1, 0),
    answer(answerOf('SCMP_ACT_KILL_PROCESS')),
    load(NUMBER),
    ...(arch === 'x64'
      ? [jump(JGE, X32, 0, 1), answer(answerOf('SCMP_ACT_ERRNO', constants.errno.ENOSYS))]
      : []),
    ...choose(rangesOf(profile, arch), profile),
  ]
  if (program.length > MAXINSNS)
    throw new CallFailure(
      `This seccomp profile takes ${program.length} instructions, and the kernel takes ${MAXINSNS} at most (EINVAL). Fewer args make it shorter.`,
    )
  return encode(program)
}

/** Numbers from `first` on to which the same entries apply. */
interface Range {
  first: number
  entries: Entry[]
}

/** All numbers there can be, in order. */
function rangesOf({ syscalls = [] }: Profile, arch: string): Range[] {
  const entriesOf = new Map<number, Entry[]>()
  for (const entry of syscalls) {
    for (const number of new Set(entry.names.map((name) => numberIfAny(name, arch)))) {
      if (number !== null) entriesOf.set(number, [...(entriesOf.get(number) ?? []), entry])
    }
  }
  const ranges: Range[] = [{ first: 0, entries: [] }]
  for (let number = 0; number <= Math.max(...entriesOf.keys()) + 1; number++) {
    const entries = entriesOf.get(number) ?? []
    if (!isSame(entries, ranges.at(-1)?.entries ?? [])) ranges.push({ first: number, entries })
  }
  return ranges
}

const isSame = (one: Entry[], other: Entry[]) =>
  one.length === other.length && one.every((entry, index) => entry === other[index])

/** Finds the range of the number, by halves, for the kernel asks at every call. */
function choose(ranges: Range[], profile: Profile): Instruction[] {
  const middle = ranges.length >> 1
  const upper = ranges[middle]
  if (middle === 0 || !upper) return decide(ranges[0]?.entries ?? [], profile)
  const [below, above] = [choose(ranges.slice(0, middle), profile), choose(ranges.slice(middle), profile)]
  // A comparison skips 255 instructions at most.
  const turn =
    below.length > 255
      ? [jump(JGE, upper.first, 0, 1), skip(below.length)]
      : [jump(JGE, upper.first, below.length, 0)]
  return [...turn, ...below, ...above]
}

/** The first entry whose arguments match. */
function decide(entries: Entry[], { defaultAction, defaultErrnoRet }: Profile): Instruction[] {
  const last = entries.findIndex(({ args }) => !args?.length)
  const decisive = last < 0 ? entries : entries.slice(0, last + 1)
  const answers = decisive.flatMap(({ args, action, errnoRet }) =>
    where(args ?? [], [answer(answerOf(action, errnoRet))]),
  )
  return last < 0 ? [...answers, answer(answerOf(defaultAction, defaultErrnoRet))] : answers
}
