import { numberOf } from '#provided/syscalls/numbers.ts'
import { type Code, exitGroup } from './code.ts'

/** `mov` of 64 bits into rax, and into the registers of arguments: rdi, rsi, rdx, r10, r8, r9. */
const rax = [0x48, 0xb8]
const registers = [
  [0x48, 0xbf],
  [0x48, 0xbe],
  [0x48, 0xba],
  [0x49, 0xba],
  [0x49, 0xb8],
  [0x49, 0xb9],
]
/** Those of i386: rbx, rcx, rdx, rsi, rdi, rbp. */
const i386Registers = [
  [0x48, 0xbb],
  [0x48, 0xb9],
  [0x48, 0xba],
  [0x48, 0xbe],
  [0x48, 0xbf],
  [0x48, 0xbd],
]

const syscall = [0x0f, 0x05]
const int80 = [0xcd, 0x80]

const endWithErrno = [
  ...[0xf7, 0xd8], // neg eax
  ...[0x89, 0xc7], // mov edi, eax
  ...[0xb8, numberOf(exitGroup, 'x64'), 0, 0, 0], // mov eax, …
  ...syscall,
]
const checkAnswer = [
  ...[0x85, 0xc0], // test eax, eax
  ...[0x79, endWithErrno.length], // jns past it
  ...endWithErrno,
]

export const x64: Code = {
  machine: 62,
  call: (number, args) => call(number, args, registers, syscall),
  callAsI386: (number, args) => call(number, args, i386Registers, int80),
}

function call(number: number, args: number[], registers: number[][], instruction: number[]): Buffer {
  const moves = args.map((value, index) => move(registers[index] ?? [], value))
  return Buffer.concat([...moves, move(rax, number), Buffer.from([...instruction, ...checkAnswer])])
}

function move(register: number[], value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return Buffer.concat([Buffer.from(register), bytes])
}
