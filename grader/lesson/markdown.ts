import MarkdownIt, { type Token } from 'markdown-it'
import type { Display } from '../terminal/display.ts'
import { withFileLinks } from '../terminal/file-links.ts'
import { spelt } from '../terminal/spelt.ts'
import { inLines } from '../terminal/wrap.ts'
import { Ink } from './ink.ts'
import { drawn, type Signs, spoken } from './signs.ts'

const widest = 90

export interface Setting extends Display {
  /** Where a link of the text leads: an address, or undefined where a terminal cannot follow it. */
  address: (href: string) => URL | undefined
  /** Lines that are added below a heading. */
  below: (heading: string) => string[]
  /** Where the text is, from the project's root. */
  file: string
}

/** A text in markdown as a person reads it on a terminal. */
export function onTerminal(markdown: string, setting: Setting): string {
  const { columns, colors, plain, links, address, below, file } = setting
  const tokens = new MarkdownIt().parse(markdown, {})
  const width = plain ? Number.POSITIVE_INFINITY : Math.min(columns, widest)
  const page = new Page(
    width,
    new Ink(colors, links ? address : () => undefined),
    plain ? spoken(file) : drawn,
    below,
  )
  const lines = page.blocks(tokens, '').flatMap((block, at) => (at === 0 ? block : ['', ...block]))
  const text = lines.map((line) => `${line.trimEnd()}\n`).join('')
  return plain ? spelt(text) : withFileLinks(text, setting)
}

/** What is made of lines and arrows. */
const isDrawing = (text: string) => /[\u2500-\u257f\u25b6\u25c0]|[\u2190\u2192] {3}/.test(text)

class Page {
  readonly #width: number
  readonly #ink: Ink
  readonly #signs: Signs
  readonly #below: Setting['below']

  constructor(width: number, ink: Ink, signs: Signs, below: Setting['below']) {
    this.#width = width
    this.#ink = ink
    this.#signs = signs
    this.#below = below
  }

  /** Each block as its lines, all of them behind `margin`. */
  blocks(tokens: Token[], margin: string): string[][] {
    const blocks: string[][] = []
    for (let at = 0; at < tokens.length; at++) {
      const end = endOf(tokens, at)
      blocks.push(this.#block(tokens.slice(at, end + 1), margin))
      at = end
    }
    return blocks
  }

  #block(tokens: Token[], margin: string): string[] {
    const [first, ...rest] = tokens
    const inner = rest.slice(0, -1)
    switch (first?.type) {
      case 'heading_open':
        return this.#heading(inner, first.tag)
      case 'paragraph_open':
        return inLines(this.#words(inner), ' ', this.#width - margin.length).map((line) => margin + line)
      case 'fence':
      case 'code_block':
        return this.#code(first).map((line) => `${margin}  ${this.#ink.code(line, first.info)}`)
      case 'bullet_list_open':
        return this.#list(inner, margin, () => this.#signs.bullet)
      case 'ordered_list_open':
        return this.#list(inner, margin, (number) => `${number}.`)
      case 'table_open':
        return this.#signs
          .table(
            rowsOf(inner, (cell) => this.#words(cell)),
            this.#width - margin.length,
          )
          .map((line) => margin + line)
      case 'blockquote_open':
        return this.blocks(inner, margin + this.#signs.quote).flat()
      case 'hr':
        return this.#signs.rule(this.#width - margin.length).map((line) => margin + line)
      default:
        throw new Error(`No lesson has had a ${first?.type} so far: markdown.ts does not know it.`)
    }
  }

  #code({ content, map }: Token): string[] {
    const lines = content.trimEnd().split('\n')
    return isDrawing(content) ? this.#signs.drawing(lines, (map?.[0] ?? 0) + 1) : lines
  }

  #heading(tokens: Token[], tag: string): string[] {
    const text = tokens[0]?.content ?? ''
    const line = this.#ink.heading(text, tag)
    return [
      ...(tag === 'h1'
        ? [line, ...this.#signs.underline(text).map((rule) => this.#ink.heading(rule, tag))]
        : ['', line]),
      ...this.#below(text),
    ]
  }

  #list(tokens: Token[], margin: string, mark: (number: number) => string): string[] {
    const items: string[][] = []
    for (let at = 0; at < tokens.length; at++) {
      const end = endOf(tokens, at)
      const sign = `${mark(items.length + 1)} `
      const deeper = margin + ' '.repeat(sign.length)
      const lines = this.blocks(tokens.slice(at + 1, end), deeper).flatMap((block, n) =>
        n === 0 ? block : ['', ...block],
      )
      items.push(lines.map((line, n) => (n === 0 ? margin + sign + line.slice(deeper.length) : line)))
      at = end
    }
    return items.flat()
  }

  #words = (tokens: Token[]) => tokens.flatMap(({ children }) => this.#ink.words(children ?? []))
}

/** Where what begins at a token ends. */
function endOf(tokens: Token[], start: number): number {
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    depth += tokens[at]?.nesting ?? 0
    if (depth === 0) return at
  }
  return tokens.length - 1
}

/** The cells of a table, row by row, the head first. */
function rowsOf(tokens: Token[], read: (cell: Token[]) => string[]): string[][][] {
  const rows: string[][][] = []
  for (const [at, { type }] of tokens.entries()) {
    if (type === 'tr_open') rows.push([])
    if (type === 'th_open' || type === 'td_open')
      rows.at(-1)?.push(read(tokens.slice(at + 1, endOf(tokens, at))))
  }
  return rows
}
