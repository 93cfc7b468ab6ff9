import type { TestContext } from 'vitest'
import type { TodoVerdict } from '../../grader/verdict/verdict.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** We kept the machine so busy that it could not tell, and it said so. */
    inconclusive?: true
  }
}

/** Whether others are to be busy beside the cases, as in `npm run test:noise`. */
export const isNoisy = process.env.DRYDOCK_ROUNDS !== undefined

/** How often every case is tried. */
export const rounds = Number(process.env.DRYDOCK_ROUNDS ?? 1)

/** The verdicts without those of which a machine that we keep busy cannot tell: the case is counted apart then. */
export function conclusive(todos: TodoVerdict[], { task }: TestContext): TodoVerdict[] {
  if (!isNoisy) return todos
  const clear = todos.filter(({ outcome }) => outcome !== 'inconclusive')
  if (clear.length < todos.length) task.meta.inconclusive = true
  return clear
}
