import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'
import { statusOf } from '#steps/10-oci/state.ts'

/** kill(1) knows names and numbers. It would signal one that has ended, too, as long as nobody has waited for it. */
export function kill({ root, id, words: [signal = 'TERM'], all }: CommandLine): number {
  const container = new Container(root, id)
  if (statusOf(container) === 'stopped') return 1
  const { pid, cgroup } = container.load()
  const whom = all ? readFileSync(`${cgroup}/cgroup.procs`, 'utf8').trim().split('\n') : [String(pid)]
  return spawnSync('kill', [`-${signal.replace(/^SIG/, '')}`, ...whom], { stdio: 'inherit' }).status ?? 1
}
