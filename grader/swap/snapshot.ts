import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Contents, contentsOf } from '../course/contents.ts'
import { findStep, type Step } from '../course/steps.ts'
import { root } from '../root.ts'
import { replaceContents } from './files.ts'

/** Where a step's files are kept before others take their place. Nothing in there is ever removed. */
const snapshots = join(root, '.drydock/snapshots')

/** The files of a step before a swap. */
interface Snapshot {
  /** When it was taken, and before what: `2026-05-04T09-30-12.345Z-solve-5.3`. */
  name: string
  step: Step
  contents: Contents
  /** From the project's root. */
  folder: string
}

/** Keeps the files of a step as they are. */
export function takeSnapshot(step: Step, before: string): Snapshot {
  const name = `${new Date().toISOString().replaceAll(':', '-')}-${before}`
  const folder = join(snapshots, name, step.folder)
  const contents = contentsOf(join(root, 'steps', step.folder))
  replaceContents(folder, contents)
  return { name, step, contents, folder: relative(root, folder) }
}

/** A swap that was undone, and what was there before it was: neither is for the next `undo`. */
const settled = /-undo(ne)?$/

/** What was there before the last swap that was not undone. */
export function lastSnapshot(): Snapshot | undefined {
  if (!existsSync(snapshots)) return undefined
  const name = readdirSync(snapshots)
    .filter((each) => !settled.test(each))
    .sort()
    .at(-1)
  if (name === undefined) return undefined
  const [stepFolder = ''] = readdirSync(join(snapshots, name))
  const step = findStep(stepFolder)
  if (!step) return undefined
  const folder = join(snapshots, name, stepFolder)
  return { name, step, contents: contentsOf(folder), folder: relative(root, folder) }
}

/** The next `undo` is about an earlier one. */
export function markUndone({ name }: Snapshot): void {
  renameSync(join(snapshots, name), join(snapshots, `${name}-undone`))
}
