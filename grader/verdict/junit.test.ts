import { expect, test } from 'vitest'
import { junit } from './junit.ts'
import type { TodoVerdict } from './verdict.ts'

const xml = (todo: Partial<TodoVerdict>) =>
  junit({
    schema: 1,
    steps: [
      {
        step: '05',
        title: 'Control groups',
        outcome: 'fail',
        seconds: 1,
        leftovers: [],
        todos: [{ id: '5.1', title: 'A title', outcome: 'fail', ...todo }],
      },
    ],
  })

test('what XML cannot hold is gone, and what it must not hold bare is escaped', () => {
  const text = xml({ message: 'a\0\x1b<b> & "c"\n\uffff' })
  expect(text).toContain('message="a&#60;b&#62; &#38; &#34;c&#34;&#10;"')
})

test('each outcome has its element', () => {
  expect(xml({ outcome: 'fail' })).toContain('<failure type="fail"')
  expect(xml({ outcome: 'environment' })).toContain('<error type="environment"')
  expect(xml({ outcome: 'inconclusive' })).toContain('errors="1"')
  expect(xml({ outcome: 'waits', waitsFor: ['5.0'] })).toContain('<skipped message="waits for 5.0"/>')
  expect(xml({ outcome: 'pass' })).toContain('<testcase name="5.1 A title" classname="05-cgroups"/>')
})
