import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from '../course/steps.ts'
import { root } from '../root.ts'

/** The hints on one TODO. */
export interface Hints {
  /** `5.3` */
  todo: string
  /** What it is about: `CPU`. */
  title: string
  /** From a nudge to nearly the solution, each in markdown. */
  hints: string[]
}

/** How far the text of a hint is indented: as wide as `1. `. */
const margin = 3

/**
 * The hints of a step, from `hints/05-cgroups.md`, in the order of its TODOs.
 *
 * @throws Error of `open` where there is no such file; one that names the line where it is not written as it should be
 */
export function hintsOf({ folder }: Step): Hints[] {
  const file = `hints/${folder}.md`
  return parseHints(readFileSync(join(root, file), 'utf8'), file)
}

/**
 * Reads a file of hints: a title, `## 5.3 CPU` for each TODO, and below it a numbered list.
 *
 * @param file - what it is called in errors
 */
export function parseHints(markdown: string, file: string): Hints[] {
  const all: Hints[] = []
  const [title, ...lines] = markdown.split('\n')
  if (!title?.startsWith('# ')) throw new Error(`${file}:1 is no title: # 05 Control groups`)
  for (const [index, line] of lines.entries()) {
    const last = all.at(-1)
    const [, todo, about = ''] = /^## (\d+\.\d+) (.+)$/.exec(line) ?? []
    const [, number, first = ''] = /^(\d)\. (.+)$/.exec(line) ?? []
    if (todo !== undefined) all.push({ todo, title: about, hints: [] })
    else if (last && Number(number) === last.hints.length + 1) last.hints.push(first)
    else if (last?.hints.length && (line === '' || line.startsWith(' '.repeat(margin))))
      last.hints.push(`${last.hints.pop()}\n${line.slice(margin)}`)
    else if (line !== '')
      throw new Error(`${file}:${index + 2} is neither a TODO's heading nor its next hint: ${line}`)
  }
  return all.map((each) => ({ ...each, hints: each.hints.map((hint) => hint.trimEnd()) }))
}
