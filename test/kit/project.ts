import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { steps } from '../../grader/course/steps.ts'
import { root } from '../../grader/root.ts'

export const project = root

/** A file or folder of the project. */
export const inProject = (...path: string[]) => join(project, ...path)

/** The folder of the step with this number: `05-cgroups`. */
export function folderOf(number: string): string {
  const step = steps.find((each) => each.number === number)
  if (!step) throw new Error(`There is no step ${number}`)
  return step.folder
}

/** The number of the step that a TODO belongs to: `05` for `5.3`. */
export const stepOf = (todo: string) => todo.slice(0, todo.indexOf('.')).padStart(2, '0')

/** A folder that is gone when the test is over. */
export const temporaryFolder = () => mkdtempDisposableSync(join(tmpdir(), 'drydock-test-'))
