import { spawnSync } from 'node:child_process'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'
import { statusOf } from '#steps/10-oci/state.ts'

/** kill(1) knows names and numbers. It would signal one that has ended, too, as long as nobody has waited for it. */
export function kill({ root, id, words: [signal = 'TERM'] }: CommandLine): number {
  const container = new Container(root, id)
  if (statusOf(container) === 'stopped') return 1
  const args = [`-${signal.replace(/^SIG/, '')}`, String(container.load().pid)]
  return spawnSync('kill', args, { stdio: 'inherit' }).status ?? 1
}
