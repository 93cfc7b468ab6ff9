/** All words that `grade` says to a person. What one check found is said in that check. */

import { findStep, type Step, validSteps } from '../course/steps.ts'
import { hintCommand } from '../hint/messages.ts'
import type { Finding } from './outcome.ts'
import type { Outcome, StepVerdict, TodoVerdict } from './verdict.ts'

export const wrongUse = {
  noStep: `Which step? ${validSteps} · for example: npm run grade 05`,
  unknownStep: (name: string) => {
    const [step = '', todo] = name.split('.')
    const number = step.padStart(2, '0')
    if (todo !== undefined && findStep(step)) return `A TODO is graded with its step: npm run grade ${number}`
    if (['01', '11'].includes(number))
      return `${number} is a lesson: npm run lesson ${number} · ${validSteps}`
    return `There is no step ${JSON.stringify(name)} · ${validSteps}`
  },
  flag: (why: string) =>
    `${why.split(/\. |\n/)[0]?.replace(/\.$/, '')} · npm run grade -- --help · ${validSteps}`,
  machine: (name: string) => `--machine is native or lab, not ${JSON.stringify(name)} · ${validSteps}`,
  twoFolders: `--solution and --dir both say which folder to grade: give one · ${validSteps}`,
  notMine: `The reference is built on itself: give solution or mine · ${validSteps}`,
  noFolder: (folder: string) => `There is no folder ${folder} to grade · ${validSteps}`,
  unwritable: (option: string, file: string, code: string) =>
    `--${option}: cannot write ${file}: open answered ${code} · ${unwritable[code] ?? 'choose another file'}`,
}

const unwritable: Record<string, string> = {
  ENOENT: 'its folder does not exist: mkdir -p it first',
  EACCES: 'you may not write there: choose another folder, or see ls -ld',
  EISDIR: 'it is a folder: name a file in it',
  EROFS: 'that filesystem is read-only: choose another folder',
  ENOTDIR: 'a part of the path is a file, not a folder: choose another path',
}

export const help = `npm run grade <step…> [-- options]     judge your steps, by what the kernel says

  05, 5, 05-cgroups      the step; several may be given
  all, --all             every step
  solution, --solution   judge the reference instead of your files
  mine, --mine           your own earlier steps are used, not the reference's
  --dir FOLDER           judge the step folders in FOLDER
  --machine native|lab   judge on this machine, or in the lab; chosen by itself otherwise
  --problems             print each failing TODO in a line, too, as compilers do: for editors
  --json FILE            write the verdict as JSON, too
  --junit FILE           write the verdict as JUnit XML, too

${validSteps}
exit code: 0 all pass · 1 something fails · 2 wrong use · 3 the machine cannot tell · 70 the grader broke ·
           130 interrupted
`

export const symbols: Record<Outcome, string> = {
  pass: '✔',
  fail: '✖',
  waits: '◌',
  environment: '!',
  inconclusive: '?',
}

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

  grading: 'Grading.',
  /** After a step of one's own that passes. */
  goOn: (next: Step | undefined) =>
    next ? `next: npm run lesson ${next.number}` : 'Everything passes. Next: npm run lesson 11',
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

  broken: (where: string | undefined, stack: string, facts: string) =>
    `The grader itself broke${where ? `, in the check “${where}”` : ''}. That says nothing about your code.

${stack}

Please report this, with the lines above and these:
  ${facts}
  npm run grade ${process.argv.slice(2).join(' ')}
`,
  noVerdict: 'The run ended without a verdict, and without an error that would say why.',
}
