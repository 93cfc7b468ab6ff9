import { messages } from './messages.ts'
import { failingIn } from './report.ts'
import type { Report } from './verdict.ts'

/** Each failing TODO in a line, as compilers print them, for editors: `steps/05-cgroups/cgroups.ts:48: 5.3 CPU is …`. */
export function problems(report: Report): string {
  return failingIn(report)
    .filter(({ file }) => file)
    .map(
      (todo) =>
        `${todo.file}:${todo.line ?? 1}: ${todo.id} ${[todo.title, messages.oneLine(todo)].filter(Boolean).join(' · ')}`,
    )
    .map((line) => `${line.replace(/\s+/g, ' ')}\n`)
    .join('')
}
