import { spawnSync } from 'node:child_process'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'

/** kill(1) knows names and numbers, and says itself that there is nobody. */
export function kill({ root, id, words: [signal = 'TERM'] }: CommandLine): number {
  const { pid } = new Container(root, id).load()
  const sent = spawnSync('kill', [`-${signal.replace(/^SIG/, '')}`, String(pid)], { stdio: 'inherit' })
  return sent.status ?? 1
}
