import { execFileSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { inProject, temporaryFolder } from './project.ts'

const cloned = ['package.json', 'provided', 'solutions', 'steps', 'grader', 'lab', 'docs', 'hints']

/** What a person has who has cloned the kit and installed it, to work in: it is gone when the test is over. */
export function checkout() {
  const folder = temporaryFolder()
  for (const name of cloned) cpSync(inProject(name), join(folder.path, name), { recursive: true })
  symlinkSync(inProject('node_modules'), join(folder.path, 'node_modules'))
  for (const args of [
    ['init', '--quiet'],
    ['add', 'steps'],
  ])
    execFileSync('git', args, { cwd: folder.path, stdio: 'inherit' })
  return folder
}
