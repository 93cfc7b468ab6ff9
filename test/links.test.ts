import { writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { checkout } from './kit/checkout.ts'
import { environment } from './kit/environment.ts'
import { Terminal } from './kit/terminal.ts'

const folder = checkout()
afterAll(() => folder.remove())

const on = (program: string, env: Record<string, string> = {}) =>
  new Terminal(program, { columns: 60, rows: 30, cwd: folder.path, env: { ...environment, ...env } })

/** What one can click on, and the path behind it, from the project's root. */
function links(text: string): string[][] {
  const start = `\x1b]8;;file://${hostname().toLowerCase()}${folder.path}/`
  const parts = text.split(start).slice(1)
  return parts.map((part) => part.slice(0, part.indexOf('\x1b]8;;')).split('\x1b\\'))
}

const place = ['steps/03-namespaces/namespaces.ts', 'steps/03-namespaces/namespaces.ts:4']

test('a verdict on a terminal can be clicked on, and takes no more room', { timeout: 240_000 }, async () => {
  using terminal = on('grader/grade/main.ts 03')
  const text = await terminal.rest()
  expect(links(text)).toEqual([place])
  const lines = stripVTControlCharacters(text.slice(text.lastIndexOf('\x1b[2K'))).split('\r\n')
  expect(lines).toContain(`         ${place[1]}   TODO 3.1`)
  expect(lines.filter((line) => line.length > 60)).toEqual([])
})

test('so can what watch, list and hint show', { timeout: 240_000 }, async () => {
  using watch = on('grader/watch/main.ts 03')
  const text = await watch.shows('watching steps/03-namespaces')
  expect(links(text)).toContainEqual(place)
  watch.types('q')

  using list = on('grader/list/main.ts')
  expect(links(await list.rest())).toEqual([
    ['steps/02-processes/dispatch.ts', expect.stringMatching(/^steps\/02-processes\/dispatch\.ts:\d+$/)],
  ])
  using hint = on('grader/hint/main.ts 03.1 all')
  expect(links(await hint.rest())).toContainEqual(['docs/03-namespaces.md', 'docs/03-namespaces.md'])
})

test('VS Code finds the places in a list itself', async () => {
  using list = on('grader/list/main.ts', { TERM_PROGRAM: 'vscode' })
  const text = await list.rest()
  expect(text).not.toContain('\x1b]8;;')
  expect(text).toMatch(/ steps\/02-processes\/dispatch\.ts:\d+\r/)
})

test('what a program prints is no escape sequence on the screen of look', { timeout: 240_000 }, async () => {
  writeFileSync(
    join(folder.path, 'steps/05-cgroups/container.ts'),
    "console.log('\\x1b]8;;http://evil.example\\x07steps/03-namespaces/namespaces.ts:4\\x1b]8;;\\x07')\n",
  )
  using terminal = on('grader/look/main.ts 05 run busybox true')
  const text = await terminal.rest()
  expect(text).not.toContain('evil.example')
  expect(links(text)).toEqual([place])
})
