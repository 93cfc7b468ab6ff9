import { join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { textOf } from '../working-copy/step-file.ts'
import type { Contents } from './contents.ts'
import { hasMarker } from './places.ts'
import { cut } from './regions.ts'
import { skeletonOf } from './skeleton.ts'
import { stepOf } from './steps.ts'

/**
 * Whether somebody still has to do a TODO: a part of it is as in the skeleton. The comment may stay when it is done, and
 * the word `TODO` in it. Where there is no skeleton, which takes git, it is the word that counts.
 *
 * @param folder - that holds the step folders, absolute
 */
export function isOpen(todo: string, folder: string): boolean {
  const step = stepOf(todo)
  const skeleton = skeletonIfThere(step.folder)
  if (!skeleton) return hasMarker(todo, folder)
  return Object.entries(skeleton).some(([file, text]) => {
    const theirs = partsOf(todo, textOf(join(folder, step.folder, file)) ?? '')
    return partsOf(todo, text).some((part) => theirs.includes(part))
  })
}

/** A line of a step's file: `05-cgroups`, `cgroups.ts`, and counted from 1. */
export interface Line {
  step: string
  file: string
  line: number
}

/**
 * The TODO that a line belongs to: by the comment above it, across an empty line if need be; where the comment is gone, by
 * what the skeleton has there.
 */
export function todoOn({ step, file, line }: Line, folder: string): string | undefined {
  const text = textOf(join(folder, step, file)) ?? ''
  const strict = todoOfLines(text)[line - 1]
  const known = skeletonIfThere(step)?.[file]
  if (strict || known?.split('\n').includes(text.split('\n')[line - 1] ?? '')) return strict
  return todoOfLines(text, true)[line - 1] ?? (known && todoInPlaceOf(text, line, known))
}

/** Where the comment was deleted: the one TODO that the skeleton has between the nearest unchanged lines above and below. */
function todoInPlaceOf(text: string, line: number, skeleton: string): string | undefined {
  const lines = text.split('\n')
  const known = skeleton.split('\n')
  const isAnchor = (each: string) => known.includes(each) && known.indexOf(each) === known.lastIndexOf(each)
  const above = lines.slice(0, line - 1).findLast(isAnchor)
  const below = lines.slice(line).find(isAnchor)
  const from = above === undefined ? 0 : known.indexOf(above)
  const to = below === undefined ? known.length : known.indexOf(below) + 1
  const kept = new Set(todoOfLines(text))
  const between = todoOfLines(skeleton).slice(from, to)
  const [todo, ...others] = new Set(between.filter((each) => each !== undefined && !kept.has(each)))
  return others.length === 0 ? todo : undefined
}

/** For each line of a file the TODO that it is a part of, if it is of one. */
const todoOfLines = (text: string, isLoose = false) =>
  cut(text, isLoose).flatMap((piece) => piece.text.match(/\n/g)?.map(() => piece.todo) ?? [])

const partsOf = (todo: string, text: string) =>
  cut(text, true)
    .filter((piece) => piece.todo === todo)
    .map((piece) => piece.text.trimEnd())

const skeletons = new Map<string, Contents | undefined>()

function skeletonIfThere(step: string): Contents | undefined {
  if (!skeletons.has(step)) skeletons.set(step, read(step))
  return skeletons.get(step)
}

function read(step: string): Contents | undefined {
  try {
    return skeletonOf({ folder: step })
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
