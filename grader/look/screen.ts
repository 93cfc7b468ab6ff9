import pc from 'picocolors'
import { startCgroup } from '../evidence/own-cgroup.ts'
import type { Cgroup } from '../machine/process.ts'
import type { Colors, Display } from '../terminal/display.ts'
import { widthOf } from '../terminal/wrap.ts'
import { chart } from './chart.ts'
import { messages, signs } from './messages.ts'
import type { Moment } from './moment.ts'

const MiB = 1024 * 1024
const treeWidth = 34
const chartHeight = 6
const narrowest = 20

/** The picture: two curves that move to the left, and the cgroup tree beside them. */
export function picture(
  title: string,
  moments: Moment[],
  cgroups: Cgroup[],
  { columns, colors }: Display,
): string[] {
  const ink = pc.createColors(colors)
  // On a narrow terminal the tree comes below.
  const isWide = columns >= treeWidth + narrowest * 2
  const width = Math.max(narrowest, (isWide ? columns - treeWidth : columns) - 4)
  const curves = [...memory(moments, width, ink), '', ...processors(moments, width, ink)]
  const tree = [ink.bold(messages.cgroups), ...cgroups.filter(isTheirs).map(branch)]
  const body = isWide ? beside(curves, tree, width + 4) : [...curves, '', ...tree]
  return [ink.bold(title), '', ...body.map((line) => line.trimEnd())]
}

function memory(all: Moment[], width: number, ink: Colors): string[] {
  const last = latest(all)
  const shown = all.slice(-width)
  const limit = last?.memoryLimit
  const most = Math.max(16 * MiB, ...all.map((moment) => moment.memory ?? 0))
  const kills = all.reduce((sum, { oomKills }) => sum + oomKills, 0)
  return [
    messages.memory(last?.memory, limit),
    ...curve(shown, ink, {
      width,
      value: (moment) => moment.memory,
      top: (limit ?? most) * 1.2,
      limit,
      mark: (moment) => (moment.oomKills > 0 ? signs.oomKill : undefined),
    }),
    kills > 0 ? ink.red(`${signs.oomKill} ${messages.oomKills(kills)}`) : '',
  ]
}

function processors(all: Moment[], width: number, ink: Colors): string[] {
  const last = latest(all)
  const limit = last?.processorLimit
  const most = Math.max(1, ...all.map((moment) => moment.processors ?? 0))
  const count = all.filter(({ isThrottled }) => isThrottled).length
  return [
    messages.processors(last?.processors, limit),
    ...curve(all.slice(-width), ink, {
      width,
      value: (moment) => moment.processors,
      top: limit === undefined ? most : Math.max(limit * 2, most),
      limit,
      mark: (moment) => (moment.isThrottled ? signs.throttled : undefined),
    }),
    count > 0 ? ink.yellow(`${signs.throttled} ${messages.throttled}`) : '',
  ]
}

interface Curve {
  width: number
  value: (moment: Moment) => number | undefined
  top: number
  limit: number | undefined
  mark: (moment: Moment) => string | undefined
}

function curve(moments: Moment[], ink: Colors, { width, value, top, limit, mark }: Curve): string[] {
  const empty = Array.from({ length: width - moments.length }, () => undefined)
  const values = [...empty, ...moments.map(value)]
  const marks = moments.flatMap((moment, at) => {
    const sign = mark(moment)
    return sign === undefined ? [] : [{ column: empty.length + at, sign }]
  })
  const lines = chart({ values, top, limit, height: chartHeight, marks })
  return lines.map((line, at) => `  ${at < chartHeight ? ink.cyan(line) : ink.red(line)}`)
}

/** The last moment in which there was a container. */
const latest = (moments: Moment[]) => moments.findLast(({ cgroup }) => cgroup !== undefined)

const isTheirs = ({ path }: Cgroup) => path !== startCgroup

/** A cgroup below those that it is in. */
function branch({ path, files, processes }: Cgroup): string {
  const depth = path === '/' ? 0 : path.split('/').length - 1
  const name = path === '/' ? '/' : (path.split('/').at(-1) ?? '')
  const bytes = files['memory.current']
  return `${'  '.repeat(depth)}${messages.cgroup(name, path === '/' || bytes === undefined ? undefined : Number(bytes), processes.length)}`
}

/** Colours take no room, so what is on the left is filled up by what is seen of it. */
function beside(left: string[], right: string[], width: number): string[] {
  const height = Math.max(left.length, right.length)
  return Array.from({ length: height }, (_, at) => {
    const line = left[at] ?? ''
    return line + ' '.repeat(Math.max(1, width - widthOf(line))) + (right[at] ?? '')
  })
}
