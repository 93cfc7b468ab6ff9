import { existsSync, readFileSync, readlinkSync, writeSync } from 'node:fs'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { noted, socketOf } from './notes.ts'

export function state({ id }: CommandLine): number {
  const { pid, bundle } = noted(id)
  const status = statusOf(id)
  writeSync(
    1,
    JSON.stringify({ status, bundle, id, ociVersion: '1.1.0', pid: status === 'stopped' ? 0 : pid }),
  )
  return 0
}

export function statusOf(id: string): 'created' | 'running' | 'stopped' {
  const { pid, namespace } = noted(id)
  try {
    const isZombie = /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    if (isZombie || readlinkSync(`/proc/${pid}/ns/pid`) !== namespace) return 'stopped'
    return existsSync(socketOf(id)) ? 'created' : 'running'
  } catch {
    return 'stopped'
  }
}
