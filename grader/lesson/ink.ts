import type { Token } from 'markdown-it'
import pc from 'picocolors'
import type { Colors } from '../terminal/display.ts'
import { link } from '../terminal/link.ts'

type Paint = (text: string) => string

/** How parts of a text look, with colours or without. */
export class Ink {
  readonly #colors: Colors
  readonly #address: (href: string) => URL | undefined

  constructor(colors: boolean, address: (href: string) => URL | undefined) {
    this.#colors = pc.createColors(colors)
    this.#address = address
  }

  heading(text: string, tag: string): string {
    return tag === 'h1' ? this.#colors.bold(text) : this.#colors.bold(this.#colors.cyan(text))
  }

  /** A line of a code block. In one for the console, what is typed stands out. */
  code(line: string, info: string): string {
    if (!info.startsWith('console')) return this.#colors.yellow(line)
    return line.startsWith('$ ') ? this.#colors.bold(line) : this.#colors.dim(line)
  }

  /** The words of a paragraph, each with its look: wherever a line ends, none goes on over its end. */
  words(tokens: Token[]): string[] {
    const paints: Paint[] = []
    const pieces: { text: string; paint: Paint }[] = []
    for (const token of tokens) {
      const { type, content } = token
      if (type.endsWith('_close')) paints.pop()
      else if (type.endsWith('break')) pieces.push({ text: ' ', paint: String })
      else if (type.endsWith('_open')) paints.push(this.#paintOf(type, String(token.attrGet('href') ?? '')))
      else {
        const [text, all] =
          type === 'code_inline' ? this.#inlineCode(content, paints) : [content, [...paints]]
        pieces.push({ text, paint: (word) => all.reduceRight((inner, paint) => paint(inner), word) })
      }
    }
    return joined(pieces)
  }

  /** Without colours it keeps its marks, or nobody would see where it begins. */
  #inlineCode(text: string, paints: Paint[]): [text: string, paints: Paint[]] {
    return this.#colors.isColorSupported
      ? [text, [...paints, this.#colors.yellow]]
      : [`\`${text}\``, [...paints]]
  }

  #paintOf(type: string, href: string): Paint {
    if (type === 'strong_open') return this.#colors.bold
    if (type === 'em_open') return this.#colors.italic
    if (type !== 'link_open') return String
    const address = this.#address(href)
    const { underline } = this.#colors
    return (text) => (address ? link(underline(text), address) : underline(text))
  }
}

/** Cuts pieces at their spaces, and keeps together what no space keeps apart: a word in bold and the comma after it. */
function joined(pieces: { text: string; paint: Paint }[]): string[] {
  const words: string[] = []
  let isOpen = false
  for (const { text, paint } of pieces) {
    for (const [at, part] of text.split(' ').entries()) {
      if (at > 0) isOpen = false
      if (part === '') continue
      if (isOpen) words.push(`${words.pop()}${paint(part)}`)
      else words.push(paint(part))
      isOpen = true
    }
  }
  return words
}
