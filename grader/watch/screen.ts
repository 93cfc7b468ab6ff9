import pc from 'picocolors'
import type { Step } from '../steps.ts'
import { type Look, screen } from '../verdict/screen.ts'
import type { StepVerdict } from '../verdict/verdict.ts'
import { keys } from './keys.ts'
import { messages } from './messages.ts'

/** What is on the screen. */
export interface View {
  step: Step
  /** What is known so far, of the present grade or the last one. */
  verdict: StepVerdict | undefined
  /** What it is doing, or waiting for. */
  status: string
  /** Below the verdict: a hint, or what to do next. */
  below: string
}

/** The one screen of `watch`: the verdict, and what can be pressed. */
export function watchScreen({ step, verdict, status, below }: View, look: Look): string {
  const ink = pc.createColors(look.colors)
  const head = verdict
    ? screen({ schema: 1, steps: [verdict] }, look)
    : `${ink.bold(`${step.number} ${step.title}`)}\n`
  const width = Math.min(look.columns, 100)
  const pressed = wrapped(
    Object.values(keys).map((action) => messages.keys[action]),
    width,
  )
  return [head, below && `${below}\n`, ink.dim('─'.repeat(width)), ink.dim(status), ...pressed, '']
    .filter((line) => line !== '')
    .join('\n')
}

/** Puts what belongs together into lines, three spaces apart. */
function wrapped(parts: string[], width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 3 + part.length <= width)
      lines[lines.length - 1] = `${last}   ${part}`
    else lines.push(part)
  }
  return lines
}
