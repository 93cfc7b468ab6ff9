import { findStep, steps } from '../steps.ts'

const withLimits = steps.filter(({ number }) => number >= '05').map(({ number }) => number)
const MiB = 1024 * 1024

/** All words of `look`. */
export const messages = {
  usage: `usage: npm run look [<step>] [solution] [run <image> <command…>]   steps: ${withLimits.join(' ')}`,
  noStep: (name: string) => `There is no step ${name} with limits to look at. ${messages.usage}`,
  noMachine: (problem: string) => problem,

  title: (step: string, command: string[]) => `${step} ${findStep(step)?.title} · ${command.join(' ')}`,
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
  ended: (code: number) =>
    `It ended with ${code}${code > 128 ? `, which is 128 + signal ${code - 128}` : ''}.`,
  notTerminal: 'Look draws on a terminal. On pipes it only says how the container ended.',
}

export const signs = { oomKill: '✖', throttled: '◦' }

const mebibytes = (bytes: number) => `${(bytes / MiB).toFixed(1)} MiB`
const percent = (part: number) => `${Math.round(part * 100)} %`
