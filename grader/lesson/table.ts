import { inLines, widthOf } from '../terminal/wrap.ts'

const gap = '   '

/**
 * Sets a table. Where it is too wide its widest columns give way, and their cells get more lines.
 *
 * @param rows - of cells of words, the head first
 */
export function table(rows: string[][][], width: number): string[] {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? []))))
  const room = Math.max(width, 0) - gap.length * (widths.length - 1)
  for (let all = sum(widths); all > room && Math.max(...widths) > 1; all--) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  const lines = rows.map((row) => rowLines(row, widths))
  const rule = widths.map((each) => '─'.repeat(each)).join(gap)
  // A head without words is there for markdown's sake only.
  const isBare = head.every((cell) => cell.length === 0)
  const body = lines.slice(1)
  const isTight = body.every((row) => row.length === 1)
  const apart = body.flatMap((row, at) => (at === 0 || isTight ? row : ['', ...row]))
  return [...(isBare ? [] : [...(lines[0] ?? []), rule]), ...apart]
}

function rowLines(row: string[][], widths: number[]): string[] {
  const cells = widths.map((width, column) => inLines(row[column] ?? [], ' ', width))
  const height = Math.max(...cells.map((cell) => cell.length))
  return Array.from({ length: height }, (_, line) =>
    cells.map((cell, column) => padded(cell[line] ?? '', widths[column] ?? 0)).join(gap),
  )
}

const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)))

const lengthOf = (words: string[]) => words.reduce((sum, word) => sum + widthOf(word) + 1, -1)

const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0)
