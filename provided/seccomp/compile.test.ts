import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import { numberOf } from '../syscalls/numbers.ts'
import { SYSTEM_CALLS, type SystemCall } from '../syscalls/table.ts'
import { AND, JA, JEQ, JGE, JGT, LD, RET } from './bpf.ts'
import { compile } from './compile.ts'
import type { Argument, Operator, Profile } from './profile.ts'

const { EPERM, ENOSYS } = constants.errno
const allowed = 0x7fff0000
const killed = 0x80000000
const failed = (errno: number) => 0x50000 | errno
const arches = { x64: 0xc000003e, arm64: 0xc00000b7 }

/** What the kernel is about to do. */
interface Call {
  arch: number
  number: number
  args: bigint[]
}

/** Does what the kernel does with a filter: net/core/filter.c. */
function ask(filter: Buffer, { arch, number, args }: Call): number {
  const data = Buffer.alloc(64)
  data.writeUInt32LE(number, 0)
  data.writeUInt32LE(arch, 4)
  for (const [index, arg] of args.entries()) data.writeBigUInt64LE(arg, 16 + index * 8)
  let register = 0
  for (let at = 0; ; at++) {
    const code = filter.readUInt16LE(at * 8)
    const [jt, jf, k] = [
      filter.readUInt8(at * 8 + 2),
      filter.readUInt8(at * 8 + 3),
      filter.readUInt32LE(at * 8 + 4),
    ]
    const compare = (holds: boolean) => {
      at += holds ? jt : jf
    }
    if (code === LD) register = data.readUInt32LE(k)
    else if (code === AND) register = (register & k) >>> 0
    else if (code === JA) at += k
    else if (code === JEQ) compare(register === k)
    else if (code === JGT) compare(register > k)
    else if (code === JGE) compare(register >= k)
    else if (code === RET) return k
    else throw new Error(`No such instruction: ${code}`)
  }
}

describe.each(['x64', 'arm64'] as const)('on %s', (arch) => {
  const names = (Object.keys(SYSTEM_CALLS) as SystemCall[]).filter(
    (name) => SYSTEM_CALLS[name][arch === 'x64' ? 0 : 1] !== null,
  )
  const asked = (profile: Profile) => {
    const filter = compile(profile, arch)
    return (name: SystemCall, ...args: bigint[]) =>
      ask(filter, { arch: arches[arch], number: numberOf(name, arch), args })
  }

  test('every name has its own number', () => {
    const refused = names.filter((_, index) => index % 3 === 0)
    const answer = asked({
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [{ names: refused, action: 'SCMP_ACT_ERRNO' }],
    })
    for (const name of names)
      expect(answer(name), name).toBe(refused.includes(name) ? failed(EPERM) : allowed)
  })

  test('a long list of names, with arguments, stays short enough', () => {
    const filter = compile(
      {
        defaultAction: 'SCMP_ACT_ERRNO',
        syscalls: names
          .filter((_, index) => index % 2 === 0)
          .map((name) => ({
            names: [name],
            action: 'SCMP_ACT_ALLOW',
            args: [{ index: 0, value: 1, op: 'SCMP_CMP_EQ' }],
          })),
      },
      arch,
    )
    expect(filter.length / 8).toBeLessThanOrEqual(4096)
    const calls = { arch: arches[arch], args: [1n] }
    for (const [index, name] of names.entries())
      expect(ask(filter, { ...calls, number: numberOf(name, arch) }), name).toBe(
        index % 2 === 0 ? allowed : failed(EPERM),
      )
  })

  test('calls by the rules of another processor kill', () => {
    const filter = compile({ defaultAction: 'SCMP_ACT_ALLOW' }, arch)
    for (const other of [0x40000003, arch === 'x64' ? arches.arm64 : arches.x64])
      expect(ask(filter, { arch: other, number: 1, args: [] })).toBe(killed)
  })

  test('the first entry that matches decides, unknown names are skipped', () => {
    const answer = asked({
      defaultAction: 'SCMP_ACT_KILL_PROCESS',
      syscalls: [
        {
          names: ['no_such_call', 'socket'],
          action: 'SCMP_ACT_ERRNO',
          errnoRet: 22,
          args: [is(0, 16), is(2, 9)],
        },
        { names: ['socket', 'close'], action: 'SCMP_ACT_ALLOW' },
        { names: ['close'], action: 'SCMP_ACT_ERRNO' },
      ],
    })
    expect(answer('socket', 16n, 3n, 9n)).toBe(failed(22))
    expect(answer('socket', 16n, 3n, 0n)).toBe(allowed)
    expect(answer('socket', 2n, 3n, 9n)).toBe(allowed)
    expect(answer('close')).toBe(allowed)
    expect(answer('read')).toBe(killed)
  })

  test.each<[Operator, (arg: bigint, value: bigint) => boolean]>([
    ['SCMP_CMP_EQ', (arg, value) => arg === value],
    ['SCMP_CMP_NE', (arg, value) => arg !== value],
    ['SCMP_CMP_GT', (arg, value) => arg > value],
    ['SCMP_CMP_GE', (arg, value) => arg >= value],
    ['SCMP_CMP_LT', (arg, value) => arg < value],
    ['SCMP_CMP_LE', (arg, value) => arg <= value],
    ['SCMP_CMP_MASKED_EQ', (arg, value) => (arg & value) === (0x1_0000_0002n & value)],
  ])('%s looks at all 64 bits', (op, holds) => {
    const numbers = [0n, 1n, 2n, 0xffff_ffffn, 0x1_0000_0000n, 0x1_0000_0002n, 0x7_ffff_ffffn, 2n ** 64n - 1n]
    for (const value of numbers) {
      const args = [{ index: 3, value, valueTwo: 0x1_0000_0002n, op }]
      const answer = asked({
        defaultAction: 'SCMP_ACT_ERRNO',
        syscalls: [{ names: ['mmap'], action: 'SCMP_ACT_ALLOW', args }],
      })
      for (const arg of numbers)
        expect(answer('mmap', 0n, 0n, 0n, arg), `${arg} ${op} ${value}`).toBe(
          holds(arg, value) ? allowed : failed(EPERM),
        )
    }
  })
})

test('x32 is not there', () => {
  const filter = compile({ defaultAction: 'SCMP_ACT_ALLOW' }, 'x64')
  expect(ask(filter, { arch: arches.x64, number: 0x40000000, args: [] })).toBe(failed(ENOSYS))
})

test('what nobody here could do is refused', () => {
  const action = 'SCMP_ACT_NOTIFY' as 'SCMP_ACT_LOG'
  expect(() => compile({ defaultAction: action })).toThrow(/SCMP_ACT_NOTIFY/)
  expect(() => compile({ defaultAction: 'SCMP_ACT_ALLOW' }, 'mips')).toThrow(/mips/)
})

function is(index: number, value: number): Argument {
  return { index, value, op: 'SCMP_CMP_EQ' }
}
