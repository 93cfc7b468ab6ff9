import { existsSync, globSync, readFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
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
 * @param folder the folder of the step folders, from `root` or absolute
 */
export function placeOf(todo: string, folder: string, root: string): Place | undefined {
  const step = stepOf(todo).folder
  const judged = resolve(root, folder, step)
  const id = `${todo.replace('.', '\\.')}(?!\\d)`
  const open = new RegExp(`\\bTODO ${id}`)
  const solved = new RegExp(`^\\s*(//|\\*) *${id}`)
  const marker = find(open, judged) ?? find(solved, judged)
  if (marker) return { file: shown(join(judged, marker.file), root), line: marker.line }
  const reference = find(solved, join(root, 'solutions', step))
  for (const file of [reference?.file, 'container.ts']) {
    if (file && existsSync(join(judged, file))) return { file: shown(join(judged, file), root) }
  }
  return undefined
}

function find(pattern: RegExp, folder: string): { file: string; line: number } | undefined {
  for (const file of globSync('**/*.ts', { cwd: folder }).sort()) {
    const index = readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .findIndex((line) => pattern.test(line))
    if (index >= 0) return { file, line: index + 1 }
  }
  return undefined
}

function shown(path: string, root: string): string {
  const inside = relative(root, path)
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside
}
