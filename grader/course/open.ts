import { join } from 'node:path'
import { textOf } from '../agent/step-file.ts'
import type { Contents } from '../swap/files.ts'
import { Refusal } from '../swap/messages.ts'
import { skeletonOf } from '../swap/skeleton.ts'
import { hasMarker } from './places.ts'
import { cut } from './regions.ts'
import { stepOf } from './steps.ts'

/**
 * Whether somebody still has to do a TODO: a part of it is as in the skeleton. The comment may stay when it is done, and
 * the word `TODO` in it. Where there is no skeleton, which takes git, it is the word that counts.
 *
 * @param folder that holds the step folders, absolute
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

/** The TODO that a line of somebody's is about; with an empty line below the comment, that of the comment. */
export function todoOn({ step, file, line }: Line, folder: string): string | undefined {
  const text = textOf(join(folder, step, file)) ?? ''
  const strict = pieceOn(text, line, false)?.todo
  const known = skeletonIfThere(step)?.[file]?.split('\n') ?? []
  const isTheirs = !known.includes(text.split('\n')[line - 1] ?? '')
  return strict ?? (isTheirs ? pieceOn(text, line, true)?.todo : undefined)
}

function pieceOn(text: string, line: number, isLoose: boolean) {
  let lines = 0
  return cut(text, isLoose).find((piece) => {
    lines += piece.text.split('\n').length - 1
    return lines >= line
  })
}

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
