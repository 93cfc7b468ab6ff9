import { constants } from 'node:os'
import { type Step, steps } from '../course/steps.ts'
import type { Ended } from '../machine/process.ts'

/** Those with a container that has limits, and that `run` starts. */
export const withLimits = steps
  .map(({ number }) => number)
  .filter((number) => number >= '05' && number < '10')
const usage = `usage: npm run look [<step>] [solution] [run <image> <command…>]   for example: npm run look 05 solution   steps: ${withLimits.join(' ')}`
const MiB = 1024 * 1024

/** All words of `look`. */
export const messages = {
  usage,
  noStep: (name: string) => `There is no step ${name} with limits to look at. ${usage}`,

  title: ({ number, title }: Step, [, image, ...command]: string[]) => [
    `${number} ${title}`,
    `${image} ${command.join(' ')}`,
  ],
  memory: (bytes: number | undefined, limit: number | undefined) => `memory   ${ofLimit(bytes, limit)}`,
  processors: (used: number | undefined, limit: number | undefined) => `cpu      ${ofQuota(used, limit)}`,
  oomKills: (count: number) => `killed for want of memory: ${count}`,
  throttled: 'throttled: its quota was used up, and it had to wait',

  begins: (path: string) => `It is in the cgroup ${path}.`,
  atLimit: 'memory: the limit is reached',
  killed: (count: number) => `killed for want of memory: ${count} ${count === 1 ? 'process' : 'processes'}`,
  state: (bytes?: number, limit?: number, used?: number, quota?: number) =>
    `memory ${ofLimit(bytes, limit)}; cpu ${ofQuota(used, quota)}`,

  cgroups: 'cgroups',
  cgroup: (name: string, bytes: number | undefined, processes: number) =>
    [
      name,
      bytes !== undefined && mebibytes(bytes),
      processes > 0 && `${processes} ${processes === 1 ? 'process' : 'processes'}`,
    ]
      .filter(Boolean)
      .join('  '),
  again: (step: Step) =>
    `Again: npm run look ${step.number} · the reference solution’s: npm run look ${step.number} solution`,
  ended: ({ code, signal }: Ended) =>
    `It ended with ${code ?? signal}${killedBy(code) ? `: 128 + ${killedBy(code)}` : ''}.`,
}

export const signs = { oomKill: '✖', throttled: '◦' }

const ofLimit = (bytes: number | undefined, limit: number | undefined) =>
  `${bytes === undefined ? '–' : mebibytes(bytes)}${limit === undefined ? ', no limit' : ` of ${mebibytes(limit)}`}`
const ofQuota = (used: number | undefined, quota: number | undefined) =>
  `${used === undefined ? '–' : percent(used)} of a processor${quota === undefined ? ', no quota' : `, quota ${percent(quota)}`}`
const mebibytes = (bytes: number) => `${(bytes / MiB).toFixed(1)} MiB`
const percent = (part: number) => `${Math.round(part * 100)} %`

/** The signal that an exit status above 128 stands for, as a shell has it. */
const killedBy = (code: number | null) =>
  Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0]
