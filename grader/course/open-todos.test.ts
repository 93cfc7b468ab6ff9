import { cpSync, mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../root.ts'
import { isOpen, todoOn } from './open-todos.ts'
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

/** The reference without a word about TODOs. */
function uncommented(step: string, file: string): string {
  const lines = readFileSync(join(root, 'solutions', step, file), 'utf8').split('\n')
  return lines.filter((line) => !/^ *\/\/ \d+\.\d/.test(line)).join('\n')
}

test.each([
  ['05-cgroups', 'cgroups.ts', 'String(MEMORY_MAX)', '5.2'],
  ['05-cgroups', 'cgroups.ts', 'rmdirSync(path)', '5.6'],
  ['07-network', 'firewall.ts', 'masquerade', '7.3'],
  ['10-oci', 'process.ts', 'setFilter(filter)', '10.7'],
])('where the comments of %s/%s are gone, %s is about %s', (step, file, code, todo) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'open-'))
  mkdirSync(join(folder.path, step))
  const text = uncommented(step, file)
  writeFileSync(join(folder.path, step, file), text)
  const line = text.split('\n').findIndex((each) => each.includes(code)) + 1
  expect(todoOn({ step, file, line }, folder.path)).toBe(todo)
})
