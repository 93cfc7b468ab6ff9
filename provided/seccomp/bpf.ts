/**
 * An instruction of the kernel's packet filter, which seccomp's filters are written in. It has one register, A, to load
 * into and to compare.
 *
 * @see https://docs.kernel.org/networking/filter.html, man 2 seccomp
 */
export interface Instruction {
  code: number
  /** Its constant. */
  k: number
  /** How many instructions are skipped where the comparison holds, and where it does not: 255 at most. */
  jt: number
  jf: number
}

// BPF_LD | BPF_W | BPF_ABS and so on: the class, and what of it.
export const LD = 0x20
export const AND = 0x54
export const JA = 0x05
export const JEQ = 0x15
export const JGT = 0x25
export const JGE = 0x35
export const RET = 0x06

/** The kernel takes no longer filter: BPF_MAXINSNS. */
export const MAXINSNS = 4096

const step = (code: number, k: number, jt = 0, jf = 0): Instruction => ({ code, k: k >>> 0, jt, jf })

/** A = 32 bits of what the filter is asked about, at that offset. */
export const load = (offset: number) => step(LD, offset)
/** A &= k */
export const and = (k: number) => step(AND, k)
/** Skips so many instructions, and there may be thousands. */
export const skip = (count: number) => step(JA, count)
/** Compares A with k. */
export const jump = (code: typeof JEQ | typeof JGT | typeof JGE, k: number, jt: number, jf: number) =>
  step(code, k, jt, jf)
/** That is the answer. */
export const answer = (value: number) => step(RET, value)

/** The instructions as the kernel reads them: struct sock_filter, 8 bytes each. */
export function encode(program: Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8)
  for (const [index, { code, jt, jf, k }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8)
    bytes.writeUInt8(jt, index * 8 + 2)
    bytes.writeUInt8(jf, index * 8 + 3)
    bytes.writeUInt32LE(k, index * 8 + 4)
  }
  return bytes
}
