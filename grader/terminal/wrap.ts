import { stripVTControlCharacters } from 'node:util'

/** How many characters of a terminal's line a text takes: its colours and links take none. */
export const widthOf = (text: string) => stripVTControlCharacters(text).length

/** Puts what belongs together into lines of at most `width` characters, `gap` between two; what is longer has its own. */
export function inLines(parts: string[], gap: string, width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last + gap + part) <= width) lines[lines.length - 1] = last + gap + part
    else lines.push(part)
  }
  return lines
}

/** Breaks text into lines of at most `width` characters, between words; its own line breaks stay. */
export const wrap = (text: string, width: number): string[] =>
  text.split('\n').flatMap((line) => inLines(line.split(' '), ' ', width))
