import { closeSync, openSync, readSync } from 'node:fs'

const PT_INTERP = 3

/**
 * What the kernel starts in order to run a program: the one after `#!` of a script, the dynamic loader
 * (`/lib64/ld-linux-x86-64.so.2`) of an ELF program, '' for a program that needs none. Undefined: the kernel
 * would not know how to execute the file.
 * A program that may be executed but not read counts as one that needs none.
 *
 * @see man 2 execve, man 5 elf
 */
export function interpreterOf(program: string): string | undefined {
  const file = open(program)
  if (file === undefined) return ''
  try {
    const head = read(file, 0, 256)
    const magic = head.toString('latin1', 0, 4)
    if (magic.startsWith('#!')) return head.toString('utf8', 2).split('\n', 1)[0]?.trim().split(/[ \t]/, 1)[0]
    return magic === '\x7fELF' ? loaderOf(file, head) : undefined
  } finally {
    closeSync(file)
  }
}

function open(program: string): number | undefined {
  try {
    return openSync(program, 'r')
  } catch {
    return undefined
  }
}

function loaderOf(file: number, head: Buffer): string {
  const is64 = head[4] === 2
  const isLittleEndian = head[5] === 1
  // Programs for another kind of processor: the kernel will know what to say.
  if (!is64 || !isLittleEndian || head.length < 64) return ''
  const table = Number(head.readBigUInt64LE(32))
  const entrySize = head.readUInt16LE(54)
  const entries = read(file, table, entrySize * head.readUInt16LE(56))
  for (let entry = 0; entry + 56 <= entries.length; entry += entrySize) {
    if (entries.readUInt32LE(entry) !== PT_INTERP) continue
    const offset = Number(entries.readBigUInt64LE(entry + 8))
    const length = Number(entries.readBigUInt64LE(entry + 32))
    return read(file, offset, length).toString('utf8').replace(/\0.*$/s, '')
  }
  return ''
}

function read(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  return buffer.subarray(0, readSync(file, buffer, 0, length, position))
}
