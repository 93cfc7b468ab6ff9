import { createRequire } from 'node:module'
import { SysError } from './sys-error.ts'

/** What a C function takes: a number (int, long or flags), a string, a buffer that it may fill, or NULL. */
export type CValue = number | string | Buffer | null

type FFI = typeof import('ffi-rs')

let loaded: FFI | undefined

/** Loaded by the first call, since a program that makes none need not pay for it. */
function ffi(): FFI {
  if (loaded) return loaded
  loaded = createRequire(import.meta.url)('ffi-rs') as FFI
  // No path: the C library that Node itself is linked to, glibc or musl.
  loaded.open({ library: 'libc', path: '' })
  return loaded
}

/**
 * Calls a function of the C library that answers -1 when it fails.
 *
 * @param name - the function, which is also what its manual page is called
 * @param values - its arguments
 * @param words - the same arguments as a person would write them, for the error
 * @returns what the function returned
 * @throws SysError with what the kernel answered
 */
export function libc(name: string, values: CValue[], words: string[] = values.map(inWords)): number {
  return call(name, name, values, words)
}

/**
 * Makes a system call by its number, where old C libraries have no function for it.
 *
 * @param name - its name, for the error
 * @param number - its number on this processor
 */
export function syscall(name: string, number: number, values: CValue[], words = values.map(inWords)): number {
  return call('syscall', name, [number, ...values], words)
}

function call(funcName: string, name: string, values: CValue[], words: string[]): number {
  const { DataType, load } = ffi()
  const types = { number: DataType.I64, string: DataType.String, object: DataType.U8Array }
  const { value, errnoCode } = load({
    library: 'libc',
    funcName,
    // An int: read as I64, its -1 would be 4294967295.
    retType: DataType.I32,
    paramsType: values.map((value) => (value === null ? DataType.I64 : types[typeOf(value)])),
    paramsValue: values.map((value) => value ?? 0),
    errno: true as const,
  })
  // errno says nothing when the call succeeded: it still holds an earlier failure.
  if (value === -1) throw new SysError(name, words, errnoCode)
  return value
}

/**
 * Where the bytes of a buffer are in memory, for a structure that has to point to them. It holds for as long as the
 * buffer is in use.
 */
export function addressOf(buffer: Buffer): bigint {
  const { DataType, load } = ffi()
  // memmove of 0 bytes returns its first argument: the address.
  return BigInt(
    load({
      library: 'libc',
      funcName: 'memmove',
      retType: DataType.I64,
      paramsType: [DataType.U8Array, DataType.U8Array, DataType.I64],
      paramsValue: [buffer, buffer, 0],
    }),
  )
}

function typeOf(value: number | string | Buffer): 'number' | 'string' | 'object' {
  if (typeof value === 'string') {
    if (value.includes('\0'))
      throw new TypeError(`A C string ends at its first NUL: ${JSON.stringify(value)}`)
    return 'string'
  }
  return typeof value === 'number' ? 'number' : 'object'
}

/** A name whose bytes need not be text, with the NUL that ends it in C. */
export function cName(name: Buffer): Buffer {
  if (name.includes(0))
    throw new TypeError(`A C string ends at its first NUL: ${JSON.stringify(name.toString())}`)
  return Buffer.concat([name, Buffer.alloc(1)])
}

function inWords(value: CValue): string {
  if (value === null) return 'NULL'
  return Buffer.isBuffer(value) ? `<${value.length} bytes>` : JSON.stringify(value)
}

/**
 * The names of the bits that are set: `CLONE_NEWUTS | CLONE_NEWPID`; what has no name is left as a number.
 *
 * @param names - the flags there are, by name
 */
export function flagsInWords(flags: number, names: Record<string, number>): string {
  const known = Object.entries(names).filter(([, bit]) => flags & bit)
  const rest = known.reduce((bits, [, bit]) => bits & ~bit, flags)
  const words = known.map(([name]) => name)
  if (rest !== 0) words.push(`0x${rest.toString(16)}`)
  return words.join(' | ') || '0'
}
