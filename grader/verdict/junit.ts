import { findStep } from '../course/steps.ts'
import { messages } from './messages.ts'
import type { Outcome, Report, StepVerdict, TodoVerdict } from './verdict.ts'

/** The report as JUnit XML: a test suite a step, a test case a TODO. */
export function junit({ steps }: Report): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${steps.map(suite).join('')}</testsuites>\n`
}

function suite({ step, title, seconds, todos }: StepVerdict): string {
  const count = (...outcomes: Outcome[]) => todos.filter(({ outcome }) => outcomes.includes(outcome)).length
  const attributes = {
    name: `${step} ${title}`,
    tests: todos.length,
    failures: count('fail'),
    errors: count('environment', 'inconclusive'),
    skipped: count('waits'),
    time: seconds,
  }
  const className = findStep(step)?.folder
  return element('testsuite', attributes, todos.map((todo) => testCase(todo, className)).join(''), '  ')
}

function testCase(todo: TodoVerdict, className: string | undefined): string {
  const { id, title, file, line } = todo
  return element(
    'testcase',
    { name: `${id} ${title}`, classname: className, file, line },
    outcome(todo),
    '    ',
  )
}

function outcome(todo: TodoVerdict): string {
  const message = messages.oneLine(todo)
  const indent = '      '
  if (todo.outcome === 'pass') return message ? element('system-out', {}, escaped(message), indent) : ''
  if (todo.outcome === 'waits') return element('skipped', { message }, '', indent)
  return element(todo.outcome === 'fail' ? 'failure' : 'error', { type: todo.outcome, message }, '', indent)
}

function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
  content: string,
  indent: string,
): string {
  const pairs = Object.entries(attributes).filter(([, value]) => value !== undefined)
  const opening = [name, ...pairs.map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(' ')
  if (!content) return `${indent}<${opening}/>\n`
  const inner = content.startsWith(' ') ? `\n${content}${indent}` : content
  return `${indent}<${opening}>${inner}</${name}>\n`
}

/** XML 1.0 has no way to write most control characters, not even escaped: they go. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\n\r\t])[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[&<>"'\n\r\t]/g, (character) => `&#${character.codePointAt(0)};`)
}
