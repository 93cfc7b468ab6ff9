import pc from 'picocolors'
import { type Display, widest } from '../terminal/display.ts'
import { spelt } from '../terminal/spelt.ts'
import { wrap } from '../terminal/wrap.ts'
import type { Aspect, Health } from './examine.ts'
import { messages } from './messages.ts'

const symbols: Record<Aspect['state'], string> = { ok: '✔', noted: '·', broken: '✖' }
const indent = ' '.repeat(16)

/** The machine's health as a person reads it. */
export function screen(health: Health, display: Display): string {
  const lines = display.plain ? plain(health) : drawn(health, display)
  return lines.map((line) => `${line}\n`).join('')
}

function drawn({ findings, verdict }: Health, display: Display): string[] {
  const width = Math.min(display.columns, widest)
  const { green, dim, red, cyan, bold } = pc.createColors(display.colors)
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
  return [...lines, '', ...wrap(verdict, width).map(bold)]
}

/** The same for a screen reader: each line begins with the word for how it stands. */
function plain({ findings, verdict }: Health): string[] {
  const lines = findings.flatMap(({ name, state, says, mend = '' }) => [
    `${messages.states[state]}: ${name}, ${says}`,
    ...mend.split('\n').filter(Boolean),
  ])
  return [...lines, spelt(verdict)]
}
