import type pc from 'picocolors'
import { wrap } from '../verdict/wrap.ts'
import type { Finding, Health } from './examine.ts'

const symbols: Record<Finding['state'], string> = { ok: '✔', noted: '·', broken: '✖' }
const indent = ' '.repeat(16)

/** The machine's health as a person reads it. */
export function screen(
  { findings, verdict }: Health,
  look: { columns: number; colors: ReturnType<typeof pc.createColors> },
): string {
  const width = Math.min(look.columns, 100)
  const { green, dim, red, cyan, bold } = look.colors
  const paint = { ok: green, noted: dim, broken: red }
  const lines = findings.flatMap(({ name, state, says, mend }) => {
    const [first = '', ...rest] = wrap(says, width - indent.length)
    const cure = mend ? mend.split('\n').map((each) => indent + cyan(each)) : []
    return [
      `  ${paint[state](symbols[state])} ${name.padEnd(12)}${first}`,
      ...rest.map((line) => indent + line),
      ...cure,
    ]
  })
  return [...lines, '', ...wrap(verdict, width).map(bold)].map((line) => `${line}\n`).join('')
}
