import { numberOf } from '#provided/syscalls/numbers.ts'
import type { SystemCall } from '#provided/syscalls/table.ts'
import { arm64 } from './arm64.ts'
import { type Code, exitGroup } from './code.ts'
import { x64 } from './x64.ts'

/** A system call with its arguments. A text ends with a NUL; that and bytes are given by their address. */
export interface Call {
  name: SystemCall
  args: (number | string | Buffer)[]
  /** By the interrupt of 32-bit programs, with the number that they know it by. On x86-64 only. */
  i386?: number
}

const codes: Record<string, Code> = { x64, arm64 }

/** Where it lies in memory, and how finely: no processor has larger pages. */
const base = 0x400000
const page = 0x10000

const header = 64
const segment = 56

/**
 * A program that makes system calls, one after the other, and nothing else: no library, no interpreter. It ends with 0, or
 * with the error number of the first call that fails. So one can try what no program of busybox does.
 *
 * @param arch - the processor, as Node calls it
 * @returns the bytes of its file
 * @see man 5 elf
 */
export function programOf(calls: Call[], arch: string = process.arch): Buffer {
  const code = codes[arch]
  if (!code) throw new Error(`No programs can be written for ${arch}`)
  const data: Buffer[] = []
  let end = header + segment
  const place = (bytes: Buffer) => {
    const address = base + end
    data.push(bytes)
    end += bytes.length
    return address
  }
  const given = (arg: number | string | Buffer) =>
    typeof arg === 'number' ? arg : place(aligned(typeof arg === 'string' ? Buffer.from(`${arg}\0`) : arg))
  const placed = calls.map(({ name, args, i386 }) => ({ name, i386, values: args.map(given) }))
  const text = placed.map(({ name, i386, values }) =>
    i386 === undefined
      ? code.call(numberOf(name, arch), values)
      : (code.callAsI386?.(i386, values) ?? Buffer.alloc(0)),
  )
  const exit = code.call(numberOf(exitGroup, arch), [0])
  return file(code.machine, base + end, Buffer.concat(data), Buffer.concat([...text, exit]))
}

/** Structures begin at a multiple of 8, and so do instructions. */
const aligned = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)])

/** One segment, to read, write and execute: all of the file. */
function file(machine: number, entry: number, data: Buffer, text: Buffer): Buffer {
  const head = Buffer.alloc(header + segment)
  head.write('\x7fELF\x02\x01\x01', 'latin1')
  head.writeUInt16LE(2, 16) // ET_EXEC
  head.writeUInt16LE(machine, 18)
  head.writeUInt32LE(1, 20)
  head.writeBigUInt64LE(BigInt(entry), 24)
  head.writeBigUInt64LE(BigInt(header), 32)
  head.writeUInt16LE(header, 52)
  head.writeUInt16LE(segment, 54)
  head.writeUInt16LE(1, 56)
  const size = BigInt(head.length + data.length + text.length)
  head.writeUInt32LE(1, header) // PT_LOAD
  head.writeUInt32LE(7, header + 4)
  for (const [at, value] of [
    [16, BigInt(base)],
    [24, BigInt(base)],
    [32, size],
    [40, size],
    [48, BigInt(page)],
  ] as const)
    head.writeBigUInt64LE(value, header + at)
  return Buffer.concat([head, data, text])
}
