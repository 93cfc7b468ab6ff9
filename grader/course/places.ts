import { existsSync, globSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { clean } from '../terminal/clean.ts'
import { textOf } from '../working-copy/step-file.ts'
import { stepOf } from './steps.ts'

/** Where a person finds a TODO. */
export interface Place {
  /** From the project's root, where it lies within. */
  file: string
  /** Counted from 1; absent where the marker is gone. */
  line?: number
}

/**
 * Finds a TODO in the files under judgement: the line of its marker, `TODO 5.3`, or `// 5.3` where it is done, as
 * in the reference. Where both are gone: the file that has it in the reference.
 *
 * @param folder - the folder of the step folders, from `root` or absolute
 */
export function placeOf(todo: string, folder: string, root: string): Place | undefined {
  const step = stepOf(todo).folder
  const judged = resolve(root, folder, step)
  const [marker] = [...find(open(todo), judged), ...find(solved(todo), judged)]
  if (marker) return { file: shown(join(judged, marker.file), root), line: marker.line }
  const [reference] = find(solved(todo), join(root, 'solutions', step))
  for (const file of [reference?.file, 'container.ts']) {
    if (file && existsSync(join(judged, file))) return { file: shown(join(judged, file), root) }
  }
  return undefined
}

/** Whether the word `TODO` still stands before the number of one, in the files of its step below this folder. */
export const hasMarker = (todo: string, folder: string): boolean =>
  find(open(todo), join(folder, stepOf(todo).folder)).length > 0

/** All places of a TODO in the reference: there are two where it has a second half. */
export function solutionOf(todo: string, root: string): Place[] {
  const folder = join('solutions', stepOf(todo).folder)
  return find(solved(todo), join(root, folder)).map(({ file, line }) => ({ file: join(folder, file), line }))
}

/** `steps/05-cgroups/cgroups.ts:48`, where editors and terminals look for it. */
export const placeInWords = ({ file, line }: { file: string; line?: number | undefined }) =>
  line === undefined ? file : `${file}:${line}`

const idOf = (todo: string) => `${todo.replace('.', '\\.')}(?!\\d)`
const open = (todo: string) => new RegExp(`\\bTODO ${idOf(todo)}`)
const solved = (todo: string) => new RegExp(`^\\s*(//|\\*) *${idOf(todo)}`)

function find(pattern: RegExp, folder: string): { file: string; line: number }[] {
  return globSync('**/*.ts', { cwd: folder })
    .sort()
    .flatMap((file) =>
      (textOf(join(folder, file)) ?? '')
        .split('\n')
        .flatMap((text, index) => (pattern.test(text) ? [{ file, line: index + 1 }] : [])),
    )
}

/** A name of a file is the person's to choose, escape sequences and all. */
function shown(path: string, root: string): string {
  const inside = relative(root, path)
  return clean(inside.startsWith('..') || isAbsolute(inside) ? path : inside)
}
