import { readdirSync, readFileSync } from 'node:fs'

export type Bytes = number

/** How often the processes are looked at, in milliseconds. */
const OFTEN = 10

/**
 * Watches a process and all that it starts until it is told to stop, and answers what they took at most: the sum, over
 * those that lived at a time, of the most that each had held in memory by then (VmHWM). The kernel keeps that figure, so
 * a peak between two looks is missed only if it came in the last milliseconds of a life.
 */
export function watchMemory(pid: number): () => Bytes {
  let peak = 0
  const look = () => {
    peak = Math.max(
      peak,
      familyOf(pid).reduce((sum, each) => sum + highWater(each), 0),
    )
  }
  look()
  const timer = setInterval(look, OFTEN)
  return () => {
    clearInterval(timer)
    return peak
  }
}

function familyOf(pid: number): number[] {
  const parents = new Map(processes().map((each) => [each, parentOf(each)]))
  const isOurs = (each: number | undefined): boolean =>
    each === pid || (each !== undefined && each > 1 && isOurs(parents.get(each)))
  return [...parents.keys()].filter(isOurs)
}

const processes = () => readdirSync('/proc').map(Number).filter(Number.isInteger)

/** The name, which comes before it, may have spaces and brackets in it. */
function parentOf(pid: number): number | undefined {
  const [, parent] = /.*\) \w (\d+)/s.exec(read(`/proc/${pid}/stat`)) ?? []
  return parent === undefined ? undefined : Number(parent)
}

function highWater(pid: number): Bytes {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
}

/** Nothing where the process has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
