import type { Facts } from './listing.ts'

/** A line for a file: `bin/su: type file, mode 4755, uid 0`. */
export const inWords = (path: string, facts: Facts) =>
  `${printable(path)}: ${[...facts].map(([name, value]) => `${name} ${printable(value)}`).join(', ')}`

/** Bytes that are no ASCII as `\xff`. */
export const printable = (text: string) =>
  text.replace(/[^ -~]|\\/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
