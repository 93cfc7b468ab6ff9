/** All words of a verdict. What one check found is said in that check. */

import { release } from 'node:os'
import { allDone, hintCommand } from '../course/next.ts'
import type { Step } from '../course/steps.ts'
import type { Finding } from './judgement.ts'
import type { Outcome, StepVerdict, TodoVerdict } from './verdict.ts'

export const messages = {
  /** Beside the title, where the symbol does not say it all. */
  beside: ({ outcome, waitsFor }: TodoVerdict): string =>
    ({
      pass: '',
      fail: '',
      waits: waitsFor ? `waits for ${waitsFor.join(', ')}` : 'waits',
      environment: 'environment: this machine cannot tell',
      inconclusive: 'inconclusive: this machine was too noisy',
    })[outcome],

  unknownToo: (id: string, { message }: Finding) => message ?? `Nothing is known about ${id}.`,

  where: ({ machine, kernel, seconds }: StepVerdict): string[] =>
    [
      machine && { lab: 'in the lab', native: 'natively' }[machine],
      kernel !== undefined && `Linux ${kernel.match(/^\d+\.\d+/)?.[0] ?? kernel}`,
      `${seconds.toFixed(1)} s`,
    ].filter((part) => typeof part === 'string'),

  absent: (folders: string[]) => `Not there, and not graded: ${folders.join(' ')}`,
  grading: 'Grading.',
  /** After a step of one's own that passes. */
  goOn: (next: Step | undefined, left: Step[]) =>
    next ? `next: npm run lesson ${next.number}` : allDone(left),
  todo: (id: string) => `TODO ${id}`,
  expected: 'expected',
  found: 'found',
  leftovers: 'Your program did not clean up, so the grader did:',

  score: (passed: number, all: number) => `${passed} of ${all}`,
  /** How far one has come, and what to do next. */
  footer: ({ step, todos, outcome }: StepVerdict, toCome = 0): string[] => {
    const of = (wanted: Outcome) => todos.filter((todo) => todo.outcome === wanted)
    const score = messages.score(of('pass').length, todos.length + toCome)
    if (outcome === 'pass') return [score]
    const [next] = [...of('fail'), ...of('waits')]
    if (next) return [score, `next: ${next.id}`, hintCommand(next.id)]
    // A busy machine is not mended but waited for.
    return of('environment').length > 0
      ? [score, 'npm run doctor']
      : [score, 'when the machine is quieter', `npm run grade ${step}`]
  },

  /** A verdict in one paragraph, for machines that show no layout. */
  oneLine: (todo: TodoVerdict): string =>
    [
      messages.beside(todo),
      todo.message,
      todo.kernelFile,
      todo.expected !== undefined && `${messages.expected} ${todo.expected}`,
      todo.found !== undefined && `${messages.found} ${todo.found}`,
    ]
      .filter(Boolean)
      .join(' · '),

  interrupted: 'Interrupted.',

  broken: (stack: string, where: string | undefined) =>
    `The kit itself broke${where ? `, in the check “${where}”` : ''}. That says nothing about your code.

${stack}

Please report this, with the lines above and these:
  Node ${process.version} · ${process.platform} ${release()} ${process.arch}
  node ${process.argv.slice(1).join(' ')}`,
  noVerdict: 'The run ended without a verdict, and without an error that would say why.',
}
