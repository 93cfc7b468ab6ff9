import { displayOf } from './display.ts'
import { spelt } from './spelt.ts'
import { wrap } from './wrap.ts'

/** A message in lines that fit the terminal that it is for, the indent of each kept. */
export function fitted(text: string, stream: { isTTY?: boolean; columns?: number }): string {
  const { plain, columns } = displayOf(stream, process.env)
  if (plain) return spelt(text)
  const lines = text.split('\n').flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? ''
    return wrapWhole(line.slice(indent.length), columns - indent.length).map((part) => indent + part)
  })
  return lines.map((line) => line.trimEnd()).join('\n')
}

const command = /\b(npm (start|run [\w-]+( \d\d(\.\d)?)?( -- --\w+)?( solution)?)|ls \S+)/g
const joint = '\u00a0'

/** Breaks text between words, but no command that somebody may want to copy. */
export function wrapWhole(text: string, width: number): string[] {
  const joined = text.replace(command, (words) => words.replaceAll(' ', joint))
  return wrap(joined, width).map((line) => line.replaceAll(joint, ' '))
}
