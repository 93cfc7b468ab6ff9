import pc from 'picocolors'
import type { Step } from '../course/steps.ts'
import { type Display, widest } from '../terminal/display.ts'
import { withFileLinks } from '../terminal/file-links.ts'
import { inLines, wrap } from '../terminal/wrap.ts'
import { screen } from '../verdict/screen.ts'
import type { StepVerdict } from '../verdict/verdict.ts'
import { keys } from './keys.ts'
import { messages } from './messages.ts'

/** What is on the screen. */
export interface View {
  step: Step
  /** What is known so far, of the present grade or the last one. */
  verdict: StepVerdict | undefined
  /** Whether it is being graded; if not, a save is waited for. */
  isGrading: boolean
  /** The TODOs that have not been judged. */
  toCome: string[]
  /** Below the verdict: a hint, or what to do next. */
  below: string
  /** In the place of everything. */
  page?: string
}

/** The one screen of `watch`: the verdict, and what can be pressed. */
export function watchScreen(
  { step, verdict, isGrading, toCome, below, page }: View,
  display: Display,
): string {
  if (page !== undefined) return page
  const ink = pc.createColors(display.colors)
  const head = verdict
    ? screen({ schema: 1, steps: [verdict] }, display, toCome.length)
    : `${ink.bold(`${step.number} ${step.title}`)}\n`
  const width = Math.min(display.columns, widest)
  const pressed = inLines(
    Object.values(keys).map((action) => messages.keys[action]),
    '   ',
    width,
  )
  const status = isGrading ? messages.grading(step.number, toCome) : messages.watching(step.folder)
  const lines = [
    head,
    below && `${below}\n`,
    ink.dim('─'.repeat(width)),
    ...wrap(status, width).map(ink.dim),
    ...pressed,
  ].filter((line) => line !== '')
  return withFileLinks(`${lines.join('\n')}\n`, display)
}
