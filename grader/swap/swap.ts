import { join } from 'node:path'
import { type Contents, contentsOf } from '../course/contents.ts'
import { skeletonOf } from '../course/skeleton.ts'
import type { Target } from '../course/todos.ts'
import { Refusal } from '../refusal.ts'
import { root } from '../root.ts'
import { difference } from './difference.ts'
import { isSame, replaceContents } from './files.ts'
import { messages, refusals } from './messages.ts'
import { lastSnapshot, markUndone, takeSnapshot } from './snapshot.ts'
import { concerns, splice } from './splice.ts'
import { referenceOf, targetInWords } from './target.ts'

const theirFolder = ({ step }: Target) => join(root, 'steps', step.folder)

/**
 * Puts the reference in the place of a step, or of the work on one TODO.
 *
 * @returns what to say about it
 * @throws Refusal
 */
export function solve(target: Target): string {
  return swap('solve', target, referenceOf(target.step), messages.solved)
}

/** The same with what was there in the beginning. */
export function reset(target: Target): string {
  return swap('reset', target, skeletonOf(target.step), messages.reset)
}

/**
 * Shows what `solve` would change.
 *
 * @returns the difference as git shows it, and what to do next, or a sentence that says that there is none
 * @throws Refusal
 */
export function diff(target: Target): { shown: string; next?: string } {
  const { folder } = target.step
  const theirs = contentsOf(theirFolder(target))
  const wanted = swapped('diff', target, theirs, referenceOf(target.step))
  const shown = difference({ [`steps/${folder}`]: theirs, [`solutions/${folder}`]: wanted })
  if (!shown) return { shown: messages.noDifference(targetInWords(target)) }
  return { shown, next: messages.difference(target.todo ?? target.step.number) }
}

function swap(
  command: 'solve' | 'reset',
  target: Target,
  given: Contents,
  say: (what: string, kept: string) => string,
): string {
  const folder = theirFolder(target)
  const theirs = contentsOf(folder)
  const wanted = swapped(command, target, theirs, given)
  if (isSame(theirs, wanted)) return messages.already(targetInWords(target), command)
  const snapshot = takeSnapshot(target.step, `${command}-${target.todo ?? target.step.number}`)
  replaceContents(folder, wanted)
  return say(targetInWords(target), snapshot.folder)
}

/** A step with what is given in the place of all of it, or of the work on one TODO. */
function swapped(command: string, { step, todo }: Target, theirs: Contents, given: Contents): Contents {
  if (todo === undefined) return given
  const files = Object.entries(given).filter(([, text]) => concerns(text, todo))
  const changed = files.map(([name, text]) => {
    const spliced = splice(theirs[name] ?? '', text, todo)
    if (spliced !== undefined) return [name, spliced]
    throw new Refusal(
      refusals.changedFrame(`steps/${step.folder}/${name}`, todo, `${command} ${step.number}`),
    )
  })
  return { ...theirs, ...Object.fromEntries(changed) }
}

/** Takes back the last swap that was not taken back. */
export function undo(): string {
  const last = lastSnapshot()
  if (!last) throw new Refusal(refusals.nothingToUndo)
  const kept = takeSnapshot(last.step, 'undo')
  replaceContents(join(root, 'steps', last.step.folder), last.contents)
  markUndone(last)
  return messages.undone(
    `steps/${last.step.folder}`,
    last.name.replace(/^.*Z-/, '').replace('-', ' '),
    kept.folder,
  )
}
