import { constants } from 'node:os'
import type { Ended } from '../machine/machine.ts'
import { type Step, steps } from '../steps.ts'

const withLimits = steps.filter(({ number }) => number >= '05').map(({ number }) => number)
const usage = `usage: npm run look [<step>] [solution] [run <image> <command…>]   steps: ${withLimits.join(' ')}`
const MiB = 1024 * 1024

/** All words of `look`. */
export const messages = {
  usage,
  noStep: (name: string) => `There is no step ${name} with limits to look at. ${usage}`,

  title: ({ number, title }: Step, [, image, ...command]: string[]) =>
    `${number} ${title}   ${image} ${command.join(' ')}`,
  memory: (bytes: number | undefined, limit: number | undefined) =>
    `memory   ${bytes === undefined ? '–' : mebibytes(bytes)}${limit === undefined ? ', no limit' : ` of ${mebibytes(limit)}`}`,
  processors: (used: number | undefined, limit: number | undefined) =>
    `cpu      ${used === undefined ? '–' : percent(used)} of a processor${limit === undefined ? ', no quota' : `, quota ${percent(limit)}`}`,
  oomKills: (count: number) => `✖ killed for want of memory: ${count}`,
  throttled: '◦ throttled: its quota was used up, and it had to wait',
  cgroups: 'cgroups',
  cgroup: (name: string, bytes: number | undefined, processes: number) =>
    [
      name,
      bytes !== undefined && mebibytes(bytes),
      processes > 0 && `${processes} ${processes === 1 ? 'process' : 'processes'}`,
    ]
      .filter(Boolean)
      .join('  '),
  ended: ({ code, signal }: Ended) =>
    `It ended with ${code ?? signal}${killedBy(code) ? `: 128 + ${killedBy(code)}` : ''}.`,
}

export const signs = { oomKill: '✖', throttled: '◦' }

const mebibytes = (bytes: number) => `${(bytes / MiB).toFixed(1)} MiB`
const percent = (part: number) => `${Math.round(part * 100)} %`

/** The signal that an exit status above 128 stands for, as a shell has it. */
const killedBy = (code: number | null) =>
  Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0]
