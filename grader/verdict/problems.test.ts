import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { displayOf } from '../terminal/display.ts'
import { problems } from './problems.ts'
import { screen } from './screen.ts'
import type { Report } from './verdict.ts'

const paper = displayOf({}, {})

const report: Report = {
  schema: 1,
  steps: [
    {
      step: '05',
      title: 'Control groups',
      outcome: 'fail',
      machine: 'lab',
      kernel: '6.1.0-56-cloud-amd64',
      seconds: 3.1,
      leftovers: [],
      todos: [
        {
          id: '5.1',
          title: 'It has a cgroup',
          outcome: 'pass',
          file: 'steps/05-cgroups/cgroups.ts',
          line: 9,
        },
        {
          id: '5.2',
          title: 'Memory is limited',
          outcome: 'fail',
          kernelFile: '/sys/fs/cgroup/drydock/412/memory.max',
          expected: '104857600',
          found: 'max',
          message: 'No limit.\nNone: at all.',
          file: 'steps/05-cgroups/cgroups.ts',
          line: 27,
        },
        { id: '5.3', title: 'CPU is limited', outcome: 'fail', file: 'steps/05-cgroups/container.ts' },
        { id: '5.4', title: 'It is inside', outcome: 'environment', message: 'steps/x.ts:1: 5.4 No room.' },
      ],
    },
  ],
}

const text = readFileSync(new URL('../../.vscode/tasks.json', import.meta.url), 'utf8')
const { tasks } = JSON.parse(text.replace(/^ *\/\/.*$/gm, '')) as { tasks: Task[] }

interface Task {
  label: string
  problemMatcher: {
    pattern: { regexp: string; file: number; line: number; message: number; code?: number }
    background: { beginsPattern: string; endsPattern: string }
  }
}

/** What VS Code reads out of a task's output: it takes colours away, and tries a pattern on each line. */
function found(label: string, output: string) {
  const task = tasks.find((each) => each.label === label)
  if (!task) throw new Error(`There is no task ${label}`)
  const { file, line, message, code, regexp } = task.problemMatcher.pattern
  const lines = stripVTControlCharacters(output).split('\n')
  const matches = lines.map((each) => new RegExp(regexp).exec(each)).filter((match) => match !== null)
  const problem = (match: RegExpExecArray) => [match[file], match[line], code && match[code], match[message]]
  const { beginsPattern = '^$', endsPattern = '^$' } = task.problemMatcher.background ?? {}
  const bounds = [beginsPattern, endsPattern].map((bound) =>
    lines.findIndex((each) => new RegExp(bound).test(each)),
  )
  return { problems: matches.map(problem), begins: bounds[0], ends: bounds[1], last: lines.length - 2 }
}

test('the task grade puts each failing TODO at its line, with what the kernel said', () => {
  const { problems: shown } = found(
    'grade',
    `${screen(report, { ...paper, columns: 80, colors: true })}${problems(report)}`,
  )
  expect(shown).toEqual([
    [
      'steps/05-cgroups/cgroups.ts',
      '27',
      '5.2',
      'Memory is limited · No limit. None: at all. · /sys/fs/cgroup/drydock/412/memory.max · expected 104857600 · found max',
    ],
    ['steps/05-cgroups/container.ts', '1', '5.3', 'CPU is limited'],
  ])
})

test.each([80, 100])('the task watch reads the verdict itself, %i columns wide', (columns) => {
  const {
    problems: shown,
    begins,
    ends,
    last,
  } = found('watch', screen(report, { ...paper, columns, colors: true }))
  expect(shown).toEqual([['steps/05-cgroups/cgroups.ts', '27', undefined, 'TODO 5.2']])
  expect({ begins, ends }).toEqual({ begins: 0, ends: last })
})
