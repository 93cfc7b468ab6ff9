import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placeOf, solutionOf } from './places.ts'

let root = ''

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'places-'))
  write('steps/05-cgroups/container.ts', '// see 5.2\n')
  write('steps/05-cgroups/cgroups.ts', 'a()\n// TODO 5.10\n  // TODO 5.1  Make the folder\n')
  write('solutions/05-cgroups/container.ts', '')
  write(
    'solutions/05-cgroups/cgroups.ts',
    '// 5.1  Make\n\n // 5.2  The limit\n// the rest of 5.3 is elsewhere',
  )
})
afterAll(() => rmSync(root, { recursive: true }))

test.each([
  ['an open TODO', '5.1', 'steps', { file: 'steps/05-cgroups/cgroups.ts', line: 3 }],
  ['one in the reference', '5.2', 'solutions', { file: 'solutions/05-cgroups/cgroups.ts', line: 3 }],
  ['one whose marker is gone', '5.2', 'steps', { file: 'steps/05-cgroups/cgroups.ts' }],
  ['one that nobody marks', '5.3', 'steps', { file: 'steps/05-cgroups/container.ts' }],
  ['one without files', '4.1', 'steps', undefined],
])('%s', (_, todo, folder, place) => {
  expect(placeOf(todo, folder, root)).toEqual(place)
})

test('a file’s name brings no escape sequence to the screen', () => {
  write('steps/06-volumes/\x1b]8;;http://evil.example\x07a\x1b[31m.ts', '// TODO 6.1\n')
  expect(placeOf('6.1', 'steps', root)?.file).toMatch(/^steps\/06-volumes\/[\x20-\x7e]*$/)
})

test('every half of a TODO has its place in the reference', () => {
  write('solutions/05-cgroups/gate.ts', '\n// 5.2, second half\n')
  expect(solutionOf('5.2', root)).toEqual([
    { file: 'solutions/05-cgroups/cgroups.ts', line: 3 },
    { file: 'solutions/05-cgroups/gate.ts', line: 2 },
  ])
})

test('what is no plain file is not read: nobody waits for a FIFO, nor follows a symlink', () => {
  write('elsewhere.ts', '// TODO 7.1\n')
  write('steps/07-network/network.ts', '')
  symlinkSync('../../elsewhere.ts', join(root, 'steps/07-network/link.ts'))
  execFileSync('mkfifo', [join(root, 'steps/07-network/fifo.ts')])
  expect(placeOf('7.1', 'steps', root)).toBeUndefined()
})
