import { readProgress } from '../course/progress.ts'
import type { Step } from '../course/steps.ts'
import { answer } from '../hint/answer.ts'
import { page } from '../lesson/pager.ts'
import { lessonText } from '../lesson/text.ts'
import { listScreen } from '../list/screen.ts'
import { diff } from '../swap/swap.ts'
import { displayOf } from '../terminal/display.ts'
import { fitted } from '../terminal/fitted.ts'
import type { Action, Keyboard } from './keys.ts'
import { messages } from './messages.ts'

/** What a key asked to see. */
export interface Aside {
  /** Below the verdict. */
  below: string
  /** In the place of everything. */
  page?: string
}

/**
 * Shows what is beside the verdict. A lesson and a difference are left to the pager, and the keyboard with them.
 *
 * @param todo - that is open
 */
export async function asideFor(
  action: Extract<Action, 'hint' | 'list' | 'lesson' | 'diff'>,
  step: Step,
  todo: string | undefined,
  keyboard: Keyboard | undefined,
): Promise<Aside> {
  const display = displayOf(process.stdout, process.env, 80)
  if (action === 'list') {
    const list = listScreen(readProgress(), display)
    return display.plain ? { below: list } : { below: '', page: `${list}\n${messages.back}\n` }
  }
  if (action === 'hint')
    return {
      below:
        todo === undefined
          ? fitted(messages.noHint, process.stdout)
          : answer({ step, todo, all: false }, display, messages.oneMore),
    }
  keyboard?.leave()
  try {
    await page(action === 'lesson' ? lessonText(step.folder, display) : diff({ step }).shown, {
      always: true,
    })
  } finally {
    keyboard?.take()
  }
  return { below: '' }
}
