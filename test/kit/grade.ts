import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Report, TodoVerdict } from '../../grader/verdict/verdict.ts'
import { temporaryFolder } from './project.ts'
import { run } from './run.ts'

/** What one `grade` answered. */
export interface Graded {
  exitCode: number | undefined
  stdout: string
  stderr: string
  report: Report | undefined
  /** The verdicts on all TODOs of all steps. */
  todos: TodoVerdict[]
  /** What the code left behind. */
  leftovers: string[]
}

/**
 * Runs the real `grade`, in the lab and from the project's root.
 *
 * @example const { exitCode } = await grade('05', '--solution')
 */
export async function grade(...args: string[]): Promise<Graded> {
  using folder = temporaryFolder()
  const json = join(folder.path, 'verdict.json')
  const program = run('grader/grade/main.ts', [...args, '--machine', 'lab', '--json', json])
  // After a test that ran out of time its lab would take the processors from all that follow.
  onTestFinished(() => void program.kill())
  const { exitCode, stdout, stderr } = await program
  const report: Report | undefined = existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : undefined
  const steps = report?.steps ?? []
  return {
    exitCode,
    stdout,
    stderr,
    report,
    todos: steps.flatMap(({ todos }) => todos),
    leftovers: steps.flatMap(({ leftovers }) => leftovers),
  }
}
