import { expect, test } from 'vitest'
import { steps } from '../course/steps.ts'
import { WrongUse } from '../wrong-use.ts'
import { parseGrade } from './options.ts'

const chosen = (...argv: string[]) => parseGrade(argv)?.steps.map((step) => step.number)

test('5, 05 and 05-cgroups all mean 05', () => {
  for (const name of ['5', '05', '05-cgroups']) expect(chosen(name)).toEqual(['05'])
})

test('several steps are graded in their order, and once', () => {
  expect(chosen('5', '03', '05')).toEqual(['03', '05'])
})

test('bare words mean the same as flags', () => {
  for (const word of ['solution', 'mine'])
    expect(parseGrade(['05', word])).toEqual(parseGrade(['05', `--${word}`]))
})

test.each([
  [[], 'Which step?'],
  [['5x'], 'no step "5x"'],
  [['99'], 'no step "99"'],
  [['05', '--bogus'], "Unknown option '--bogus'"],
  [['05', '--json'], '--json'],
  [['05', '--machine', 'other'], 'native or lab'],
  [['05', 'solution', '--dir', 'x'], 'give one'],
  [['05', 'solution', 'mine'], 'give solution or mine'],
])('%j is refused in one line that lists the steps', (argv, words) => {
  const refused = () => parseGrade(argv)
  expect(refused).toThrow(WrongUse)
  expect(refused).toThrow(words)
  const numbers = steps.map(({ number }) => number).join(' ')
  expect(refused).toThrow(new RegExp(`^[^\n]*steps: ${numbers}[^\n]*$`))
})

test('a flag that npm took for itself is noticed', () => {
  expect(() => parseGrade(['05'], { npm_config_solution: 'true' })).toThrow('-- --solution')
  expect(parseGrade(['05', '--solution'], { npm_config_solution: 'true' })).toBeTruthy()
})
