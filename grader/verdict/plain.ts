import { placeInWords } from '../course/places.ts'
import { messages } from './messages.ts'
import type { Report, StepVerdict, TodoVerdict } from './verdict.ts'

/** The report for a screen reader: a line for each thing that there is to say, and words for what stands in columns elsewhere. */
export function plainReport({ steps }: Report): string {
  return steps.map((step) => `${lines(step).join('\n')}\n`).join('\n')
}

function lines(verdict: StepVerdict): string[] {
  const { step, title, todos, leftovers } = verdict
  return [
    [`${step} ${title}`, ...messages.where(verdict)].join(', '),
    ...todos.flatMap((todo, at) => [heading(todo), ...details(todo, todos[at - 1])]),
    ...(leftovers.length > 0 ? [messages.leftovers, ...leftovers] : []),
    messages.footer(verdict).join('. '),
  ]
}

const heading = (todo: TodoVerdict) => `${messages.beside(todo) || todo.outcome}: ${todo.id} ${todo.title}`

/** What was said of the TODO above is not said again. */
function details(todo: TodoVerdict, above: TodoVerdict | undefined): string[] {
  const { outcome, message, kernelFile, expected, found, file, line } = todo
  if (outcome !== 'fail') return message && message !== above?.message ? [message] : []
  const said = [
    message,
    kernelFile,
    expected !== undefined && `${messages.expected}: ${expected}`,
    found !== undefined && `${messages.found}: ${found}`,
    file && placeInWords({ file, line }),
  ]
  return said.filter((each) => typeof each === 'string' && each !== '') as string[]
}
