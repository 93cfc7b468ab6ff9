import { closeSync, constants, openSync } from 'node:fs'
import { arch } from 'node:os'
import { addressOf, syscall } from '#provided/syscalls/libc.ts'

/** bpf(2): its number, two of its commands, and what a program for the devices of a cgroup is called there. */
const number: Record<string, number> = { x64: 321, arm64: 280 }
const BPF_PROG_LOAD = 5
const BPF_PROG_ATTACH = 8
const BPF_PROG_TYPE_CGROUP_DEVICE = 15
const BPF_CGROUP_DEVICE = 6
const attrSize = 128

/** Registers: the answer, what the kernel asks (struct bpf_cgroup_dev_ctx), and what is read from that. */
const [answer, asked, kind, major, minor, access] = [0, 1, 2, 3, 4, 5]

/** Bits of an access, and the kind of device. */
const WRITE = 4
const CHARACTER = 2

/** Instructions, `struct bpf_insn`: the register it is about, where to go from there or what to read, a number, another register. */
type Instruction = [code: number, register: number, offset: number, value: number, from?: number]
const load = (to: number, offset: number): Instruction => [0x61, to, offset, 0, asked]
const copy = (to: number, from: number): Instruction => [0xbf, to, 0, 0, from]
const set = (to: number, value: number): Instruction => [0xb7, to, 0, value]
const shift = (register: number, bits: number): Instruction => [0x77, register, 0, bits]
const mask = (register: number, bits: number): Instruction => [0x57, register, 0, bits]
const skipIf = (register: number, value: number, count: number): Instruction => [0x15, register, count, value]
const skipUnless = (register: number, value: number, count: number): Instruction => [
  0x55,
  register,
  count,
  value,
]
const exit: Instruction = [0x95, 0, 0, 0]

/** Writing is for null, zero, full, random and urandom, and for terminals. Anybody may make a device, and read it. */
const program: Instruction[] = [
  load(kind, 0),
  load(major, 4),
  load(minor, 8),
  copy(access, kind),
  shift(access, 16),
  mask(access, WRITE),
  skipIf(access, 0, 12),
  mask(kind, 0xffff),
  skipUnless(kind, CHARACTER, 8),
  skipIf(major, 5, 9),
  skipIf(major, 136, 8),
  skipUnless(major, 1, 5),
  ...[3, 5, 7, 8, 9].map((each, at) => skipIf(minor, each, 6 - at)),
  set(answer, 0),
  exit,
  set(answer, 1),
  exit,
]

/**
 * Keeps a cgroup from writing to the machine's disks and to whatever else is a device, for root may make any of them.
 *
 * @see man 2 bpf; cgroup v2's "Device controller", which has no files
 */
export function protectDevices(cgroup: string): void {
  const code = Buffer.concat(program.map(encoded))
  const license = Buffer.from('GPL\0')
  const given = Buffer.alloc(attrSize)
  given.writeUInt32LE(BPF_PROG_TYPE_CGROUP_DEVICE, 0)
  given.writeUInt32LE(program.length, 4)
  given.writeBigUInt64LE(addressOf(code), 8)
  given.writeBigUInt64LE(addressOf(license), 16)
  const loaded = bpf(BPF_PROG_LOAD, given)
  const folder = openSync(cgroup, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    const attached = Buffer.alloc(attrSize)
    for (const [at, value] of [folder, loaded, BPF_CGROUP_DEVICE].entries())
      attached.writeUInt32LE(value, at * 4)
    bpf(BPF_PROG_ATTACH, attached)
  } finally {
    closeSync(folder)
    closeSync(loaded)
  }
}

const bpf = (command: number, given: Buffer) =>
  syscall('bpf', number[arch()] ?? 0, [command, given, attrSize])

function encoded([code, register, offset, value, from = 0]: Instruction): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt8(code, 0)
  bytes.writeUInt8(register | (from << 4), 1)
  bytes.writeInt16LE(offset, 2)
  bytes.writeInt32LE(value, 4)
  return bytes
}
