/** What to type next, as several screens say it. */

import type { Step } from './steps.ts'

/** `npm run hint 05.3` */
export const hintCommand = (todo: string) => `npm run hint ${padded(todo)}`

/** `05.3` for `5.3` */
export const padded = (todo: string) => todo.replace(/^\d\./, (number) => `0${number}`)

/** `05` for `05-cgroups` and for `TODO 5.3`. */
export const stepIn = (what: string) => (/\d+/.exec(what)?.[0] ?? '').padStart(2, '0')

export const finished = 'Everything passes. docs/11-outro.md says where to go from here.'

/** What is said after the last step: others may have been left out. */
export const allDone = (left: Step[]) =>
  left.length === 0
    ? finished
    : `All of it passes. Still open: ${left.map(({ number }) => number).join(' ')}, see npm run list`
