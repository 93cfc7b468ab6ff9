import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findCommand } from './find-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'find-command-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string, mode: number): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

test('a name is looked up in PATH, past what cannot be executed', () => {
  mkdirSync(join(folder, 'first'))
  file('first/tool', '#!/bin/sh\n', 0o644)
  const tool = file('tool', '#!/bin/sh\n', 0o755)
  expect(findCommand('tool', `${folder}/none:${folder}/first:${folder}`)).toBe(tool)
})

test('a path is taken as it is', () => {
  expect(findCommand(process.execPath, undefined)).toBe(process.execPath)
})

test.each([
  ['no-such-command', 127],
  ['', 127],
  [join(folder, 'nothing'), 127],
  [folder, 126],
  [file('plain', '#!/bin/sh\n', 0o644), 126],
  [file('no-program', 'echo hello\n', 0o755), 126],
  [file('foreign', '#!/no/such/interpreter\n', 0o755), 127],
])('%s ends with %i', (command, exitStatus) => {
  expect(() => findCommand(command, folder)).toThrow(expect.objectContaining({ exitStatus }))
})
