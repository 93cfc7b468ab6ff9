import { execa } from 'execa'
import { environment } from './environment.ts'
import { project } from './project.ts'

/** What Node is given before one of the kit's programs, as package.json does. */
export const preload = ['--require', './grader/check-install.cjs']

interface Given {
  /** Instead of the project's root. */
  cwd?: string
  /** Beside a person's own. */
  env?: Record<string, string>
  input?: string
  stripFinalNewline?: boolean
}

/**
 * Runs one of the kit's programs as `npm run` does, on pipes.
 *
 * @example const { exitCode, stdout } = await run('grader/hint/main.ts', ['05.3'])
 */
export const run = (program: string, args: string[], { cwd = project, env, ...given }: Given = {}) =>
  execa(process.execPath, [...preload, program, ...args], {
    cwd,
    env: { ...environment, ...env },
    extendEnv: false,
    reject: false,
    ...(given.input === undefined && { stdin: 'ignore' }),
    ...given,
  })
