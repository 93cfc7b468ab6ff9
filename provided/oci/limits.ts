import type { Resources } from './config.ts'

/**
 * What a bundle allows, in the files of cgroup v2. The specification was written for version 1, whose memory limit
 * counts swap in, and whose shares go from 2 to 262144, where weights go from 1 to 10000.
 *
 * @returns names of files, with what is to be written into them: `{ 'memory.max': '67108864' }`
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups
 */
export function limitsOf({
  memory = {},
  cpu = {},
  pids = {},
  unified = {},
}: Resources = {}): Record<string, string> {
  const { limit = 0, swap = 0, reservation } = memory
  const limits: Record<string, string | undefined> = {
    'memory.max': amount(limit || undefined),
    'memory.swap.max': swap > 0 ? String(swap - limit) : amount(swap || undefined),
    'memory.low': amount(reservation || undefined),
    'cpu.max': cpu.quota || cpu.period ? `${amount(cpu.quota || -1)} ${cpu.period || 100_000}` : undefined,
    'cpu.weight': cpu.shares ? String(1 + Math.floor(((cpu.shares - 2) * 9999) / 262_142)) : undefined,
    'cpuset.cpus': cpu.cpus || undefined,
    'cpuset.mems': cpu.mems || undefined,
    'pids.max': amount(pids.limit || undefined),
    ...unified,
  }
  const wanted = Object.entries(limits).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(wanted)
}

/** In version 1 a negative number is no limit. */
function amount(number: number | undefined): string | undefined {
  return number === undefined || number >= 0 ? number?.toString() : 'max'
}
