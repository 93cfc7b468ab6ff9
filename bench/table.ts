import { type Milliseconds, median } from './stopwatch.ts'

export interface Row {
  what: string
  samples: Milliseconds[]
}

/** One median in terms of another. */
export interface Ratio {
  of: Row
  to: Row
  /** What we want it to be. */
  atMost?: number
}

export interface Section {
  title: string
  rows: Row[]
  ratios?: Ratio[]
  /** What we want a median to be. */
  limits?: { of: Row; atMost: Milliseconds }[]
  /** What is not about time. */
  remarks?: string[]
}

/** A section as it is printed: a line for each row, then what they come to. */
export function table({ title, rows, ratios = [], limits = [], remarks = [] }: Section): string {
  const lines = [
    line(title, 'median', 'from', 'to', 'n'),
    ...rows.map(({ what, samples }) =>
      line(
        `  ${what}`,
        shown(median(samples)),
        shown(Math.min(...samples)),
        shown(Math.max(...samples)),
        String(samples.length),
      ),
    ),
    ...limits.map(({ of, atMost }) => {
      const found = median(of.samples)
      return `  → ${of.what}: ${shown(found)}${judged(found, atMost, shown(atMost))}`
    }),
    ...ratios.map(({ of, to, atMost }) => {
      const found = median(of.samples) / median(to.samples)
      return `  → ${of.what}: ${found.toFixed(2)} × ${to.what}${judged(found, atMost, `${atMost} ×`)}`
    }),
    ...remarks.map((remark) => `  → ${remark}`),
  ]
  return `${lines.join('\n')}\n`
}

const line = (what: string, ...numbers: string[]) =>
  what.padEnd(58) + numbers.map((number) => number.padStart(9)).join('')

const judged = (found: number, atMost: number | undefined, words: string) =>
  atMost === undefined ? '' : `   (wanted: at most ${words}${found > atMost ? ', MISSED' : ''})`

function shown(ms: Milliseconds): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}
