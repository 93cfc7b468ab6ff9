import { expect, type TestContext } from 'vitest'
import type { TodoVerdict } from '../../grader/verdict/verdict.ts'
import { type Edits, editedSolution } from './edit.ts'
import { judged } from './judge.ts'
import { judgement } from './judgement.ts'
import { conclusive } from './noise.ts'
import { stepOf, temporaryFolder } from './project.ts'

/** What a person must be told: parts of the verdict, and what has to occur in them. */
export type Words = Partial<Record<'kernelFile' | 'expected' | 'found' | 'message', RegExp>>

/** So many cases of each TODO are tried at every push: the first ones. */
const atEveryPush = (step: string) => (step === '05' ? 2 : 1)

/** How many cases each TODO has had so far. */
const met = new Map<string, number>()

/**
 * A wrong solution: the reference with one TODO done wrongly. Exactly that TODO must fail, with these words; all
 * others pass, or wait for it.
 *
 * @param what - it does
 *
 * @example
 * wrong('5.3', 'grants two processors', { 'cgroups.ts': { '50000 100000': '200000 100000' } }, { found: /200 %/ })
 */
export function wrong(todo: string, what: string, edits: Edits, message: Words): void {
  const before = met.get(todo) ?? 0
  met.set(todo, before + 1)
  const judge = async (context: TestContext) => {
    using folder = temporaryFolder()
    editedSolution(folder.path, stepOf(todo), edits)
    const { exitCode, todos, screen } = await judged(stepOf(todo), folder.path)

    const verdicts = conclusive(todos, context)
    const isConclusive = verdicts.some(({ id }) => id === todo)
    const objections = verdicts.filter((each) => each.outcome !== 'pass' && !waitsFor(todo, each, todos))
    expect(
      objections.map(({ id, outcome }) => `${id} ${outcome}`),
      screen,
    ).toEqual(isConclusive ? [`${todo} fail`] : [])
    if (!isConclusive) return
    expect(exitCode, screen).toBe(1)

    const verdict = objections[0]
    for (const [part, words] of Object.entries(message))
      expect(verdict?.[part as keyof Words], part).toMatch(words)
    expect(verdict, 'where to look').toMatchObject({ file: expect.any(String), line: expect.any(Number) })
  }
  judgement(`${todo} ${what}`, judge, before < atEveryPush(stepOf(todo)))
}

/** Whether a TODO waits for `todo`, or for one that does. */
function waitsFor(todo: string, { waitsFor: ids = [] }: TodoVerdict, todos: TodoVerdict[]): boolean {
  return ids.some((id) => id === todo || todos.some((each) => each.id === id && waitsFor(todo, each, todos)))
}
