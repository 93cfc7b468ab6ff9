/** What `grade` says about itself, not about anybody's code. */

import { findStep, validSteps } from '../course/steps.ts'

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
  noFolder: (folder: string) =>
    `There is no folder ${folder} to grade: --dir is the one that holds it, such as steps · ${validSteps}`,

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
exit code: 0 all pass · 1 something fails · 2 wrong use · 3 the machine cannot tell · 70 the kit broke ·
           130 interrupted
`
