import { numberOf } from '#provided/syscalls/numbers.ts'
import { type Code, exitGroup } from './code.ts'

/** The register of the call's number. Arguments are in x0 to x5. */
const x8 = 8

const svc = 0xd4000001
const tbzX0Sign = 0xb6f80000 // tbz x0, #63, …
const negX0 = 0xcb0003e0

const endWithErrno = [negX0, ...move(x8, numberOf(exitGroup, 'arm64')), svc]
/** The branch counts from itself, in instructions. */
const checkAnswer = [tbzX0Sign | ((endWithErrno.length + 1) << 5), ...endWithErrno]

export const arm64: Code = {
  machine: 183,
  call: (number, args) =>
    bytesOf([
      ...args.flatMap((value, register) => move(register, value)),
      ...move(x8, number),
      svc,
      ...checkAnswer,
    ]),
}

/** `movz`, then `movk` for each further 16 bits. */
function move(register: number, value: number): number[] {
  const bits = BigInt.asUintN(64, BigInt(value))
  return [0, 1, 2, 3].map((part) => {
    const half = Number((bits >> BigInt(part * 16)) & 0xffffn)
    return ((part === 0 ? 0xd2800000 : 0xf2800000) | (part << 21) | (half << 5) | register) >>> 0
  })
}

const bytesOf = (instructions: number[]) =>
  Buffer.concat(
    instructions.map((instruction) => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32LE(instruction >>> 0)
      return bytes
    }),
  )
