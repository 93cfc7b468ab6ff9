/** All words of `solve`, `reset`, `diff` and `undo`. */

import { stepIn } from '../course/next.ts'
import { validSteps } from '../course/steps.ts'

const refusal = (...lines: string[]) => lines.join('\n  ')

export const refusals = {
  changedFrame: (file: string, todo: string, command: string) =>
    refusal(
      `${file} was changed outside of its TODOs too, so nobody can say where ${todo} begins and ends in it.`,
      `The whole step can be swapped, and what you have is kept: npm run ${command}`,
    ),
  nothingToUndo: refusal(
    'Nothing was swapped that was not undone.',
    'What was ever kept by solve, reset and undo: ls .drydock/snapshots',
  ),
  noGit: (code: string) =>
    refusal(`git diff: ${code}`, 'It shows the difference. Next: sudo apt-get install git'),
}

export const wrongUse = {
  noStep: (command: string) => `Which step, or which TODO? npm run ${command} 05.3 · ${validSteps}`,
  unknown: (command: string, name: string) =>
    `There is no step or TODO ${JSON.stringify(name)} · all there are: npm run list · npm run ${command} 05.3 · ${validSteps}`,
  undo: 'npm run undo takes back the last solve or reset, whichever it was: it takes no arguments.',
}

const done = (what: string, kept: string) =>
  `${what}\n  What you had is in ${kept}. To have it back: npm run undo\n`

export const messages = {
  solved: (what: string, kept: string) =>
    done(`${what} is the reference solution’s now. ${next(what)}`, kept),
  reset: (what: string, kept: string) => done(`${what} is as it was in the beginning. ${next(what)}`, kept),
  undone: (folder: string, name: string, kept: string) =>
    `${folder} is as it was before ${name}. ${next(folder)}\n  What you had until now is in ${kept}.\n`,
  already: (what: string, how: 'solve' | 'reset') =>
    `${what} is ${how === 'solve' ? 'the reference solution’s' : 'as in the beginning'} already. Nothing was changed. ${next(what)}\n`,
  difference: (target: string) =>
    `To have it changed so: npm run solve ${target} · to have yours judged: npm run grade ${stepIn(target)}\n`,
  noDifference: (what: string) => `${what} and the reference solution are the same. ${next(what)}\n`,
}

const next = (what: string) => `Next: npm run grade ${stepIn(what)}`
