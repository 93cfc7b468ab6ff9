import { readdirSync, readlinkSync } from 'node:fs'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { noted } from './notes.ts'
import { statusOf } from './state.ts'

export function kill({ id, words: [signal = 'TERM'], all }: CommandLine): number {
  if (statusOf(id) === 'stopped') throw new Error(`${id} has ended`)
  const name = `SIG${signal.replace(/^SIG/, '')}` as NodeJS.Signals
  const { pid, namespace } = noted(id)
  for (const each of all ? everybodyIn(namespace) : [pid])
    process.kill(each, /^\d+$/.test(signal) ? Number(signal) : name)
  return 0
}

/** Who is in a pid namespace. Others may end while one looks. */
const everybodyIn = (namespace: string) =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 0 && readlinkSync(`/proc/${pid}/ns/pid`) === namespace
      } catch {
        return false
      }
    })
