import { readdirSync, readFileSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lock } from './lock.ts'

/** The processes of this one that wait for a lock. */
function waiters(): number[] {
  const children = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  )
  return children.filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'flock\n').map(Number)
}

test('who kills the program that waits for a lock does not hand it out', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'drydock-lock-'))
  const file = join(folder.path, 'file')
  const { signal } = new AbortController()
  const first = await lock(file, 'a+', () => {}, signal)
  let waits = 0
  const again = Promise.withResolvers<void>()
  let isHeld = false
  const second = lock(
    file,
    'a+',
    () => {
      waits++
      if (waits === 2) again.resolve()
      // The program is started right after this.
      else
        setImmediate(() => {
          for (const pid of waiters()) process.kill(pid, 'SIGTERM')
        })
    },
    signal,
  ).then((held) => {
    isHeld = true
    return held
  })
  await Promise.race([again.promise, second])
  expect(isHeld).toBe(false)
  first[Symbol.dispose]()
  const held = await second
  held[Symbol.dispose]()
  expect(waits).toBe(2)
})
