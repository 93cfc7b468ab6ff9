import { stripVTControlCharacters } from 'node:util'

/** How many characters of a terminal's line a text takes: its colours and links take none. */
export const widthOf = (text: string) => stripVTControlCharacters(text).length

/** Puts words into lines of at most `width` characters; one that is longer has a line of its own. */
export function wrapWords(words: string[], width: number): string[] {
  const lines: string[] = []
  let room = 0
  for (const word of words) {
    const needed = widthOf(word) + 1
    if (lines.length > 0 && needed <= room) lines.push(`${lines.pop()} ${word}`)
    else {
      lines.push(word)
      room = width + 1
    }
    room -= needed
  }
  return lines
}
