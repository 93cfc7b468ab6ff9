import { mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { environment } from '../test/kit/environment.ts'
import { project } from '../test/kit/project.ts'
import { preload } from '../test/kit/run.ts'
import { type Milliseconds, timed } from './stopwatch.ts'

const options = { cwd: project, env: environment, extendEnv: false, stdin: 'ignore' } as const

/** `npm run grade 05 -- --solution` without npm, as a person starts it. Throws unless all of it passes. */
export function grade(cold?: 'cold'): Promise<Milliseconds> {
  const env = cold ? { ...environment, DRYDOCK_LAB: 'cold' } : environment
  const args = [...preload, 'grader/grade/main.ts', '05', '--solution', '--machine', 'lab']
  return timed(() => execa(process.execPath, args, { ...options, env }))
}

/** A `vitest run` of one empty test, in a folder with nothing else. */
export async function bareVitest(): Promise<Milliseconds> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'drydock-bench-'))
  writeFileSync(join(folder.path, 'empty.test.ts'), "test('nothing', () => {})\n")
  const vitest = join(project, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--globals', '--root', folder.path]
  return await timed(() => execa(process.execPath, args, { ...options, cwd: folder.path }))
}

/** The evidence of a grade and nothing else: see evidence.ts. */
export async function evidenceAlone(
  step: '03' | '05',
  machine: 'lab' | 'native',
  ...again: 'again'[]
): Promise<Milliseconds> {
  const settings = JSON.stringify({ folder: 'solutions', mine: false, machine, isWatched: again.length > 0 })
  const { stdout } = await execa(process.execPath, ['bench/evidence.ts', settings, step, ...again], options)
  return Number(stdout)
}
