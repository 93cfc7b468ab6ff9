/** All words of `hint` but the hints. */

import { hintCommand, padded } from '../course/next.ts'
import { type Step, validSteps } from '../course/steps.ts'

const usage = `usage: npm run hint 05.3 [-- --all] · ${validSteps}`

export const wrongUse = {
  usage,
  noTodo: (name: string) => `There is no TODO ${name}. All there are: npm run list · ${usage}`,
}

export const help = `npm run hint <TODO>     one hint more on a TODO each time, from a nudge to nearly the solution

  05.3, 5.3         the TODO
  05, 5, 05-cgroups the TODOs of a step, and how many hints you have seen
  all, --all        all hints on it at once

What you have seen is kept in .drydock/hints.json. Remove it to begin again.
${usage}
exit code: 0 shown · 2 wrong use
`

export const messages = {
  number: (number: number) => `hint ${number}: `,
  seen: (shown: number, all: number) => (shown === 0 ? `${all} hints` : `${shown} of ${all} hints seen`),
  ask: (step: Step) => `one hint at a time: ${hintCommand(`${Number(step.number)}.1`)}`,
  more: (shown: number, all: number, oneMore: string) => `${shown} of ${all} · ${oneMore}`,
  oneMore: (todo: string) => `one more: ${hintCommand(todo)}`,
  last: (all: number) => `${all} of ${all}: that was the last`,
  solution: (places: string[]) => `the solution: ${places.join(', ')}`,
  solve: (todo: string) => `to have it in the place of yours, which is kept: npm run solve ${padded(todo)}`,
  lesson: (file: string, step: string) => `the lesson: ${file} · npm run lesson ${step}`,
  forgetful: (file: string, code: string, todo: string) =>
    `${file} cannot be written (${code}): the next hint will be this one again. All: ${hintCommand(todo)} all`,
}
