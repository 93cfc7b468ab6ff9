import { stripVTControlCharacters } from 'node:util'

/**
 * Makes text that came from the attendee's program, or a file that it named, fit to be shown: no escape
 * sequences, no control characters but newlines, nothing that turns the direction of reading, and not too much.
 *
 * @param longest - in characters
 */
export function clean(text: string, longest = 600): string {
  const plain = stripVTControlCharacters(text.slice(0, 10 * longest))
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}]/gu, '')
  return plain.length > longest ? `${plain.slice(0, longest).toWellFormed()} …` : plain
}
