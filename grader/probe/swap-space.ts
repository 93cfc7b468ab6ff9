import { existsSync, readFileSync } from 'node:fs'

/** Swap space of this machine in bytes. */
export function swapBytes(): number {
  if (!existsSync('/proc/meminfo')) return 0
  const kibibytes = readFileSync('/proc/meminfo', 'utf8').match(/^SwapTotal:\s*(\d+) kB$/m)?.[1] ?? '0'
  return Number(kibibytes) * 1024
}
