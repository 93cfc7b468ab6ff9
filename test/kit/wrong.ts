import { expect } from 'vitest'
import type { TodoVerdict } from '../../grader/verdict/verdict.ts'
import { type Edits, editedSolution } from './edit.ts'
import { judged } from './judge.ts'
import { judgement } from './judgement.ts'
import { stepOf, temporaryFolder } from './project.ts'

/** What a person must be told: parts of the verdict, and what has to occur in them. */
export type Told = Partial<Record<'kernelFile' | 'expected' | 'found' | 'message', RegExp>>

/** Steps whose containers take so long that every push has only the first case of each TODO. */
const slow = ['08', '09', '10']

/** TODOs that have had a case. */
const met = new Set<string>()

/**
 * A wrong solution: the reference with one TODO done wrongly. Exactly that TODO must fail, with these words; all
 * others pass, or wait for it.
 *
 * @param what it does
 *
 * @example
 * wrong('5.3', 'grants two processors', { 'cgroups.ts': { '50000 100000': '200000 100000' } }, { found: /200 %/ })
 */
export function wrong(todo: string, what: string, edits: Edits, told: Told): void {
  const isFirst = !met.has(todo)
  met.add(todo)
  const judge = async () => {
    using folder = temporaryFolder()
    editedSolution(folder.path, stepOf(todo), edits)
    const { exitCode, todos, screen } = await judged(stepOf(todo), folder.path)

    const objections = todos.filter((each) => each.outcome !== 'pass' && !waitsFor(todo, each, todos))
    expect(
      objections.map(({ id, outcome }) => `${id} ${outcome}`),
      screen,
    ).toEqual([`${todo} fail`])
    expect(exitCode, screen).toBe(1)

    const verdict = objections[0]
    for (const [part, words] of Object.entries(told))
      expect(verdict?.[part as keyof Told], part).toMatch(words)
    expect(verdict, 'where to look').toMatchObject({ file: expect.any(String), line: expect.any(Number) })
  }
  judgement(`${todo} ${what}`, judge, isFirst || !slow.includes(stepOf(todo)))
}

/** Whether a TODO waits for `todo`, or for one that does. */
function waitsFor(todo: string, { waitsFor: ids = [] }: TodoVerdict, todos: TodoVerdict[]): boolean {
  return ids.some((id) => id === todo || todos.some((each) => each.id === id && waitsFor(todo, each, todos)))
}
