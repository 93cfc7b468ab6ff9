import { closeSync, constants, openSync } from 'node:fs'
import { addressOf, syscall } from '#provided/syscalls/libc.ts'
import { numberOf } from '#provided/syscalls/numbers.ts'

/** Two commands of bpf(2). */
const BPF_PROG_LOAD = 5
const BPF_PROG_ATTACH = 8
/** A container below may have one of its own, and the kernel asks both: each of them may refuse. */
const BPF_F_ALLOW_MULTI = 2
const attrSize = 128

/** `struct bpf_insn`: opcode, destination register, offset (of a jump, or in memory), immediate value, source register. */
export type Instruction = [code: number, register: number, offset: number, value: number, from?: number]

/** The register with the answer, and the one that holds what the kernel asks about when the program begins. */
const answer = 0
export const asked = 1
/** The end of the program's own memory, which goes down from there. */
export const stack = 10

export const load = (to: number, from: number, offset: number): Instruction => [0x61, to, offset, 0, from]
export const copy = (to: number, from: number): Instruction => [0xbf, to, 0, 0, from]
export const set = (to: number, value: number): Instruction => [0xb7, to, 0, value]
export const add = (to: number, value: number): Instruction => [0x07, to, 0, value]
export const clear = (offset: number): Instruction => [0x7a, stack, offset, 0]
export const shift = (register: number, bits: number): Instruction => [0x77, register, 0, bits]
export const mask = (register: number, bits: number): Instruction => [0x57, register, 0, bits]
export const call = (helper: number): Instruction => [0x85, 0, 0, helper]
export const skipIf = (register: number, value: number, count: number): Instruction => [
  0x15,
  register,
  count,
  value,
]
export const skipUnless = (register: number, value: number, count: number): Instruction => [
  0x55,
  register,
  count,
  value,
]
const exit: Instruction = [0x95, 0, 0, 0]

/** Ends a program: the kernel goes on, or answers EPERM. */
export const allowed: Instruction[] = [set(answer, 1), exit]
export const refused: Instruction[] = [set(answer, 0), exit]

/** What a program is for: its type, and where it is attached (linux/bpf.h). */
export interface Purpose {
  type: number
  attached: number
}

/**
 * Has the kernel ask a program whenever a process of a cgroup, or below it, does something.
 *
 * @see man 2 bpf
 */
export function attach(cgroup: string, { type, attached }: Purpose, program: Instruction[]): void {
  const code = Buffer.concat(program.map(encoded))
  const license = Buffer.from('GPL\0')
  const given = Buffer.alloc(attrSize)
  given.writeUInt32LE(type, 0)
  given.writeUInt32LE(program.length, 4)
  given.writeBigUInt64LE(addressOf(code), 8)
  given.writeBigUInt64LE(addressOf(license), 16)
  const loaded = bpf(BPF_PROG_LOAD, given)
  const folder = openSync(cgroup, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    const link = Buffer.alloc(attrSize)
    const values = [folder, loaded, attached, BPF_F_ALLOW_MULTI]
    for (const [at, value] of values.entries()) link.writeUInt32LE(value, at * 4)
    bpf(BPF_PROG_ATTACH, link)
  } finally {
    closeSync(folder)
    closeSync(loaded)
  }
}

const bpf = (command: number, given: Buffer) => syscall('bpf', numberOf('bpf'), [command, given, attrSize])

function encoded([code, register, offset, value, from = 0]: Instruction): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt8(code, 0)
  bytes.writeUInt8(register | (from << 4), 1)
  bytes.writeInt16LE(offset, 2)
  bytes.writeInt32LE(value, 4)
  return bytes
}
