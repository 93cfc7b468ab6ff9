import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cut } from '../../grader/course/regions.ts'
import { folderOf, inProject } from './project.ts'

/** Writes a step into `folder` as it is when these of its TODOs are solved as in the reference, and no others. */
export function partlySolved(folder: string, step: string, solved: string[]): void {
  const name = folderOf(step)
  mkdirSync(join(folder, name), { recursive: true })
  for (const file of readdirSync(inProject('solutions', name))) {
    const solution = cut(readFileSync(inProject('solutions', name, file), 'utf8'))
    const skeleton = cut(readFileSync(inProject('steps', name, file), 'utf8'))
    const pieces = skeleton.map((piece, at) => (solved.includes(piece.todo ?? '') ? solution[at] : piece))
    writeFileSync(join(folder, name, file), pieces.map((piece) => piece?.text).join(''))
  }
}
