import { cpSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../root.ts'
import { isOpen, todoOn } from './open.ts'
import { steps } from './steps.ts'
import { todosOf } from './todos.ts'

const todos = steps.flatMap((step) => todosOf(step).map(({ id }) => id))

test.each(todos)('%s is open in the skeleton, and not in the reference', (todo) => {
  expect(isOpen(todo, join(root, 'steps'))).toBe(true)
  expect(isOpen(todo, join(root, 'solutions'))).toBe(false)
})

test.each([
  ['below the comment', ''],
  ['with an empty line between', '\n'],
])('code %s is done, whatever the comment says', (_, between) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'open-'))
  cpSync(join(root, 'steps/05-cgroups'), join(folder.path, '05-cgroups'), { recursive: true })
  const file = join(folder.path, '05-cgroups/cgroups.ts')
  const [code, last] = ["  writeKernelFile(path + '/cpu.max', CPU_MAX)", '#cpu-interface-files\n']
  writeFileSync(file, readFileSync(file, 'utf8').replace(last, `${last}${between}${code}\n`))
  expect(isOpen('5.3', folder.path)).toBe(false)
  expect(isOpen('5.2', folder.path)).toBe(true)
  const line = readFileSync(file, 'utf8').split('\n').indexOf(code) + 1
  expect(todoOn({ step: '05-cgroups', file: 'cgroups.ts', line }, folder.path)).toBe('5.3')
})
