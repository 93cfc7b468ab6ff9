import { resolve } from 'node:path'
import { isOpen, todoOn } from '../course/open-todos.ts'
import { stepOf } from '../course/steps.ts'
import { byNumber, todosOf } from '../course/todos.ts'
import type { Ended } from '../machine/process.ts'
import { root } from '../root.ts'
import { settings } from '../session/settings.ts'
import { type fail, failOn } from '../verdict/judgement.ts'
import { gradedFolder } from '../working-copy/graded.ts'
import { complaint, reason } from './complaint.ts'

/**
 * Ends a check for want of a container, with what the program said. It fails where its own TODO is still open, or no other one
 * is to blame; else it waits for the TODO on the line that the error names, unless that one's check has passed.
 *
 * @param todo - whose check it is
 * @param otherwise - whose fault it is where no line says
 */
export function failStart(
  todo: string,
  ends: Ended[],
  why: Parameters<typeof fail>[0] = { expected: 'a command that runs', found: 'none' },
  otherwise?: string,
): never {
  const culprit = isStillOpen(todo) ? todo : (failedAt(stepOf(todo).folder, ends, todo) ?? otherwise)
  failOn(culprit, todo, { ...why, message: complaint(ends) ?? why.message })
}

/**
 * The TODO of the innermost line that an error names. Where that TODO needs one that is still open, the open one may be the
 * cause: it is returned if it comes after `judged`, else undefined.
 */
export function failedAt(step: string, ends: Ended[], judged?: string): string | undefined {
  const at = todoAtError(step, ends)
  const lacking = at === undefined ? undefined : openNeed(at)
  if (lacking === undefined) return at
  return judged !== undefined && byNumber(lacking, judged) > 0 ? lacking : undefined
}

/** Whether a TODO that this one needs is still open, be it by way of others. */
export const lacksEarlier = (todo: string) => openNeed(todo) !== undefined

/** The first of those. */
function openNeed(todo: string): string | undefined {
  const needs = todosOf(stepOf(todo)).find(({ id }) => id === todo)?.needs ?? []
  for (const need of needs) {
    const open = openNeed(need) ?? (isStillOpen(need) ? need : undefined)
    if (open !== undefined) return open
  }
  return undefined
}

const isStillOpen = (todo: string) => isOpen(todo, resolve(root, settings().folder))

function todoAtError(step: string, ends: Ended[]): string | undefined {
  const { folder } = settings()
  // As Node writes it, or provided/failure.ts: /workshop/steps/05-cgroups/cgroups.ts:42:7
  const line = new RegExp(`\\b${gradedFolder(folder)}/${step}/([\\w-]+\\.ts):(\\d+)`, 'g')
  return ends
    .filter(({ code }) => code !== 0)
    .flatMap((end) => [...reason(end).matchAll(line)])
    .map(([, file = '', number]) => todoOn({ step, file, line: Number(number) }, resolve(root, folder)))
    .find((todo) => todo !== undefined)
}
