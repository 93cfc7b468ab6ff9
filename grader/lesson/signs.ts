import { widthOf } from '../terminal/wrap.ts'
import { messages } from './messages.ts'
import { table } from './table.ts'

/** How the parts of a text are set that are more than words. */
export interface Signs {
  bullet: string
  /** Before each line of a quotation. */
  quote: string
  /** Below a title. */
  underline: (title: string) => string[]
  /** Between two parts. */
  rule: (width: number) => string[]
  table: (rows: string[][][], width: number) => string[]
  /** What is to be shown of a drawing, which is at that line of the lesson. */
  drawing: (lines: string[], line: number) => string[]
}

export const drawn: Signs = {
  bullet: '•',
  quote: '│ ',
  underline: (title) => ['─'.repeat(widthOf(title))],
  rule: (width) => ['─'.repeat(width)],
  table,
  drawing: (lines) => lines,
}

/** For a screen reader: a row of a table is a sentence, and a drawing is left to somebody who sees it. */
export const spoken = (file: string): Signs => ({
  bullet: '-',
  quote: '> ',
  underline: () => [],
  rule: () => [],
  table: ([head = [], ...rows]) => {
    const names = head.map((cell) => cell.join(' '))
    const told = (cell: string[], column: number) =>
      [names[column], cell.join(' ')].filter(Boolean).join(': ')
    return rows.map((row) =>
      row.flatMap((cell, column) => (cell.length > 0 ? told(cell, column) : [])).join('; '),
    )
  },
  drawing: (_, line) => [messages.drawing(`${file}:${line}`)],
})
