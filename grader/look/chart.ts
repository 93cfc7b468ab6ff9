/** A curve over time, and the line that it must not cross. */
export interface Chart {
  /** One for each column, the oldest first; undefined where there was nothing to measure. */
  values: (number | undefined)[]
  /** What the uppermost edge stands for. */
  top: number
  /** Undefined where nothing limits. */
  limit: number | undefined
  height: number
  /** Columns in which something happened, and its sign. */
  marks: { column: number; sign: string }[]
}

/** Eighths of a character's height. */
const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const limitSign = '╌'

/** The lines of a chart, the uppermost first, and below them one with the marks. */
export function chart({ values, top, limit, height, marks }: Chart): string[] {
  const limitLine =
    limit === undefined ? undefined : Math.min(height - 1, Math.ceil((limit / top) * height) - 1)
  const lines = Array.from({ length: height }, (_, index) => {
    const line = height - 1 - index
    const cells = values.map((value) => cell(value, top, height, line))
    return cells.map((sign) => (sign === ' ' && line === limitLine ? limitSign : sign)).join('')
  })
  const signs = values.map((_, column) => marks.find((mark) => mark.column === column)?.sign ?? ' ')
  return [...lines, signs.join('')]
}

function cell(value: number | undefined, top: number, height: number, line: number): string {
  if (value === undefined) return ' '
  const filled = Math.round(Math.min(1, value / top) * height * 8) - line * 8
  // What is there at all is seen.
  const least = line === 0 && value > 0 ? 1 : 0
  return eighths[Math.max(least, Math.min(8, filled))] ?? ' '
}
