import type { CommandLine } from '#provided/oci/command-line.ts'
import { noted } from './notes.ts'
import { statusOf } from './state.ts'

export function kill({ id, words: [signal = 'TERM'] }: CommandLine): number {
  if (statusOf(id) === 'stopped') throw new Error(`${id} has ended`)
  const name = `SIG${signal.replace(/^SIG/, '')}` as NodeJS.Signals
  process.kill(noted(id).pid, /^\d+$/.test(signal) ? Number(signal) : name)
  return 0
}
