import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contents } from '../course/contents.ts'
import { Refusal } from '../refusal.ts'
import { displayOf } from '../terminal/display.ts'
import { replaceContents } from './files.ts'
import { refusals } from './messages.ts'

/**
 * The difference between two versions of a step, as git shows it.
 *
 * @param versions - by what each is called: `{ 'steps/05-cgroups': theirs, 'solutions/05-cgroups': reference }`
 * @returns nothing where they are the same
 * @throws Refusal where there is no git
 */
export function difference(versions: Record<string, Contents>): string {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-'))
  try {
    for (const [name, contents] of Object.entries(versions)) replaceContents(join(folder, name), contents)
    return differenceIn(folder, Object.keys(versions))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function differenceIn(folder: string, names: string[]): string {
  const color = displayOf(process.stdout, process.env).colors ? 'always' : 'never'
  const args = ['diff', '--no-index', '--no-prefix', `--color=${color}`, '--', ...names]
  const { stdout, error } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' })
  if (error) throw new Refusal(refusals.noGit((error as NodeJS.ErrnoException).code ?? String(error)))
  return stdout
}
