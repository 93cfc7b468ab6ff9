import { expect, test } from 'vitest'
import { fitted } from './fitted.ts'
import { inLines } from './wrap.ts'

test('a message fits, its indents stay, and a command is not broken', () => {
  const text = 'It was done. Next: npm run grade 05\n  To have it back: npm run undo'
  expect(fitted(text, { columns: 24 })).toBe(
    'It was done. Next:\nnpm run grade 05\n  To have it back:\n  npm run undo',
  )
  expect(fitted(text, {})).toBe(text)
})

test('what belongs together is on as few lines as can be', () => {
  expect(inLines(['one', 'two', 'three'], ' · ', 10)).toEqual(['one · two', 'three'])
})
