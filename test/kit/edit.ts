import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf, inProject } from './project.ts'

/** By file of a step: what stands there, and what shall. */
export type Edits = Record<string, Record<string, string>>

/** Copies a step's solution into `folder` and edits it there. */
export function editedSolution(folder: string, step: string, edits: Edits): void {
  const copy = join(folder, folderOf(step))
  cpSync(inProject('solutions', folderOf(step)), copy, { recursive: true })
  for (const [file, changes] of Object.entries(edits)) {
    const path = join(copy, file)
    const text = Object.entries(changes).reduce(
      (before, [old, replacement]) => replaceOnly(before, old, replacement, file),
      readFileSync(path, 'utf8'),
    )
    writeFileSync(path, text)
  }
}

function replaceOnly(text: string, old: string, replacement: string, file: string): string {
  const [before, after, ...more] = text.split(old)
  if (after === undefined || more.length > 0)
    throw new Error(`${file} has this ${after === undefined ? 'nowhere' : 'more than once'}: ${old}`)
  return `${before}${replacement}${after}`
}
