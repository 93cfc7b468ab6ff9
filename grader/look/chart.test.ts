import { expect, test } from 'vitest'
import { chart } from './chart.ts'

test('a curve grows from the bottom, in eighths of a line, and the limit is drawn where it is free', () => {
  const lines = chart({
    values: [undefined, 0, 1, 50, 100, 75],
    top: 100,
    limit: 100,
    height: 2,
    marks: [{ column: 4, sign: '✖' }],
  })
  expect(lines).toEqual(['╌╌╌╌█▄', '  ▁███', '    ✖ '])
})

test('what is over the top fills the column, and without a limit there is no line', () => {
  expect(chart({ values: [7], top: 5, limit: undefined, height: 3, marks: [] })).toEqual(['█', '█', '█', ' '])
})

test('half of the height is the line below the middle', () => {
  expect(chart({ values: [0], top: 100, limit: 50, height: 4, marks: [] })).toEqual([' ', ' ', '╌', ' ', ' '])
})
