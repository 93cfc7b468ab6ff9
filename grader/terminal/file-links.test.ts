import { hostname } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { root } from '../root.ts'
import { displayOf } from './display.ts'
import { withFileLinks } from './file-links.ts'
import { fileAddress, link } from './link.ts'

const terminal = { isTTY: true, columns: 80 }
const display = displayOf(terminal, { TERM: 'xterm-256color' })
const cgroups = 'steps/05-cgroups/cgroups.ts'
const linked = (text: string, file: string) => link(text, fileAddress(join(root, file)))

test('a place has the address of its file, with the machine’s name', () => {
  const text = `see ${cgroups}:48, and docs/05-cgroups.md.`
  const shown = withFileLinks(text, display)
  expect(shown).toBe(
    `see ${linked(`${cgroups}:48`, cgroups)}, and ${linked('docs/05-cgroups.md', 'docs/05-cgroups.md')}.`,
  )
  expect(shown).toContain(`\x1b]8;;file://${hostname().toLowerCase()}/`)
  expect(stripVTControlCharacters(shown)).toBe(text)
})

test('colours and lines end where they ended', () => {
  expect(withFileLinks(`\x1b[36m${cgroups}:48\x1b[39m\n${cgroups}`, display)).toBe(
    `\x1b[36m${linked(`${cgroups}:48`, cgroups)}\x1b[39m\n${linked(cgroups, cgroups)}`,
  )
})

test.each([
  ['no such file', 'steps/05-cgroups/none.ts:3'],
  ['a file of the kernel', '/proc/version'],
  ['a folder', 'steps/05-cgroups'],
  ['a part of another path', `/fs/${cgroups}`],
  ['a link already', link(`${cgroups}:48`, new URL('https://example.org/'))],
])('%s is left alone', (_, text) => {
  expect(withFileLinks(text, display)).toBe(text)
})

test.each([
  ['a pipe', {}, {}],
  ['a dumb terminal', terminal, { TERM: 'dumb' }],
  ['plain mode', terminal, { DRYDOCK_PLAIN: '1' }],
  ['CI', terminal, { CI: 'true' }],
  ['VS Code, which finds places itself', terminal, { TERM_PROGRAM: 'vscode' }],
])('there are none in %s', (_, stream, env) => {
  const display = displayOf(stream, env)
  expect(withFileLinks(`${cgroups}:48`, display)).toBe(`${cgroups}:48`)
  expect(display.links).toBe('TERM_PROGRAM' in env)
})

test('an address ends where it should, whatever a file is called', () => {
  const shown = link('name', fileAddress('/tmp/\x1b\\\x07;ü.ts'))
  expect(shown).toMatch(/^.\]8;;file:\/\/[\x20-\x7e]+%1B[\x20-\x7e]+.\\name.\]8;;.\\$/)
  expect(stripVTControlCharacters(shown)).toBe('name')
})
