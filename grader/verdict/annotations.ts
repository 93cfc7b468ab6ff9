import { messages } from './messages.ts'
import { failingIn } from './report.ts'
import type { Report } from './verdict.ts'

/** GitHub's workflow commands: each failing TODO appears at its line in a pull request. */
export function annotations(report: Report): string {
  return failingIn(report)
    .map((todo) => {
      const where = Object.entries({ file: todo.file, line: todo.line, title: `${todo.id} ${todo.title}` })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${property(String(value))}`)
      return `::error ${where.join(',')}::${data(messages.oneLine(todo))}\n`
    })
    .join('')
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
