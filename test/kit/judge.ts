import { findStep } from '../../grader/course/steps.ts'
import { graderOn } from '../../grader/session/grader.ts'
import { displayOf } from '../../grader/terminal/display.ts'
import { exitCode } from '../../grader/verdict/exit-code.ts'
import { screen } from '../../grader/verdict/screen.ts'
import type { StepVerdict, TodoVerdict } from '../../grader/verdict/verdict.ts'
import { theLab } from './one-lab.ts'

/** What one grade of a step answered. */
export interface Judged {
  exitCode: number
  screen: string
  todos: TodoVerdict[]
  /** What the code left behind. */
  leftovers: string[]
}

/**
 * What `grade` says about a step, without its program: the same checks and the same verdict in this process, in the lab
 * that all cases of a test file share. A start of vitest and of a lab for each would take as long as the containers.
 *
 * @param number - of the step
 * @param folder - that holds the step's folder
 * @param first - the TODO that is judged before others, as `watch` does
 */
export async function judged(number: string, folder: string, first?: string): Promise<Judged> {
  const step = findStep(number)
  if (!step) throw new Error(`There is no step ${number}`)
  let verdict: StepVerdict | undefined
  const grader = graderOn(await theLab(), { folder, mine: false, machine: 'lab' })
  await grader.grade(step, first, (latest) => {
    verdict = latest
  }).done
  if (!verdict) throw new Error(`No TODO of ${number} was judged`)
  const report = { schema: 1, steps: [verdict] } as const satisfies Parameters<typeof exitCode>[0]
  return {
    exitCode: exitCode(report),
    screen: screen(report, displayOf({ columns: 120 }, {})),
    todos: verdict.todos,
    leftovers: verdict.leftovers,
  }
}

/** Each TODO's outcome in a line, to be compared as a whole: `5.1 pass`, `5.2 fail`. */
export const outcomesOf = ({ todos }: Judged) => todos.map(({ id, outcome }) => `${id} ${outcome}`)
