import { mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { pathInRoot } from './path-in-root.ts'

const folder = mkdtempDisposableSync(join(tmpdir(), 'path-in-root-'))
afterAll(() => folder.remove())

const root = folder.path
mkdirSync(join(root, 'run'))
mkdirSync(join(root, 'var/lib'), { recursive: true })
writeFileSync(join(root, 'file'), '')
const links = {
  'var/run': '/run',
  'var/up': '../run',
  'var/out': '../../../../../../../../etc',
  'var/chain': 'run/../var/up',
  home: '/missing/home',
  dot: '.',
  top: '/',
  one: '/two',
  two: 'one',
}
for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name))

test.each([
  ['/', ''],
  ['/run', 'run'],
  ['run', 'run'],
  ['//var/./lib//', 'var/lib'],
  ['/var/missing/deep', 'var/missing/deep'],
  ['/var/lib/../../run', 'run'],
  ['/../../etc/passwd', 'etc/passwd'],
  ['/var/run', 'run'],
  ['/var/run/app/data', 'run/app/data'],
  ['/var/run/../lib', 'lib'],
  ['/var/up/x', 'run/x'],
  ['/var/out/passwd', 'etc/passwd'],
  ['/var/chain/x', 'run/x'],
  ['/home/you', 'missing/home/you'],
  ['/missing/../var/run', 'run'],
  ['/dot/dot/run', 'run'],
  ['/top/top/var/run/x', 'run/x'],
])('%s leads to %s', (path, place) => {
  expect(pathInRoot(root, path)).toBe(join(root, place))
})

test('symlinks that lead to one another are ELOOP, as for the kernel', () => {
  expect(() => pathInRoot(root, '/one/x')).toThrow(expect.objectContaining({ code: 'ELOOP' }))
})

test('below a file there is nothing, as for the kernel', () => {
  expect(() => pathInRoot(root, '/file/x')).toThrow(expect.objectContaining({ code: 'ENOTDIR' }))
})
