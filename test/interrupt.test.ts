import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { environment } from './kit/environment.ts'
import { project } from './kit/project.ts'
import { preload } from './kit/run.ts'

/** From the start of Node to the load tests, ms. */
const moments = [50, 300, 1_000, 2_500, 5_000]

test.each(moments)('Ctrl-C after %i ms ends it within a second, and all that it started', async (moment) => {
  const grade = spawn(
    process.execPath,
    [...preload, 'grader/grade/main.ts', '05', '--solution', '--machine', 'lab'],
    {
      cwd: project,
      env: environment,
      stdio: 'ignore',
      // A session of its own, as a terminal's, which all its processes are in.
      detached: true,
    },
  )
  const session = grade.pid as number
  const longest = aSecond()
  await delay(moment)
  expect(grade.exitCode, 'it still runs').toBeNull()

  const pressed = performance.now()
  process.kill(-session, 'SIGINT')
  const [code, signal] = await once(grade, 'exit')
  expect(performance.now() - pressed).toBeLessThan(longest)
  expect(code ?? signal).toSatisfy((end) => end === 130 || end === 'SIGINT')
  // A process that was killed takes a moment to give back its memory.
  while (processesIn(session).length > 0 && performance.now() - pressed < longest) await delay(20)
  expect(processesIn(session)).toEqual([])
})

/** On a machine on which Node starts in 60 ms; longer in proportion where others are at work. */
function aSecond(): number {
  const before = performance.now()
  execFileSync(process.execPath, ['-e', '0'])
  return 1_000 * Math.max(1, (performance.now() - before) / 60)
}

/** The command lines of all processes of a session that have not ended: one that nobody has waited for yet has. */
function processesIn(session: number): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    try {
      const [state, , , its] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
      return Number(its) === session && state !== 'Z' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : []
    } catch {
      return []
    }
  })
}
