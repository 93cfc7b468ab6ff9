import { expect, test } from 'vitest'
import { clean } from './clean.ts'

test.each([
  ['colours and window titles', '\x1b[31mred\x1b[0m\x1b]0;owned\x07', 'red'],
  ['control characters', 'a\0b\x08c\x7f\x9b', 'abc'],
  ['reading direction turned around', 'a\u202eb', 'ab'],
  ['half a surrogate pair', 'a\ud800', 'a\ufffd'],
  ['line ends of all kinds', 'a\r\nb\rc\n', 'a\nb\nc\n'],
])('%s', (_, text, cleaned) => {
  expect(clean(text)).toBe(cleaned)
})

test('too much text is cut', () => {
  expect(clean('x'.repeat(1e7), 10)).toBe(`${'x'.repeat(10)} …`)
})
