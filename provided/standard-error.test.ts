import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const O_NONBLOCK = 0o4000

/** Imports modules, and says how its stderr is then: the command inherits that. */
const script = `
const { readFileSync, writeSync } = await import('node:fs')
for (const file of process.argv.slice(1)) await import(file)
writeSync(1, readFileSync('/proc/self/fdinfo/2', 'utf8'))`

const root = join(import.meta.dirname, '..')
/** Programs, which are started and not imported; and what only `pull` loads, which starts nobody. */
const others = /\.test\.ts$|\/container\.ts$|\/image\/(pull\.ts|registry\/)/

test('nothing that a container’s program imports makes its stderr non-blocking', () => {
  const files = globSync('{provided,solutions}/**/*.ts', { cwd: root }).filter((file) => !others.test(file))
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, ...files.map((file) => join(root, file))],
    { cwd: root, encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(stdout)?.[1] ?? '', 8)
  expect(flags & O_NONBLOCK, stdout).toBe(0)
})
