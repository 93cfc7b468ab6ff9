import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { project } from './project.ts'

/** Whatever begins last has one of two processors to itself: these take minutes, and their files are small. */
const longest = ['test/right', 'test/docs', 'test/hostile', 'test/order', 'test/solution', 'test/pull']

/** Those that take longest first, and all others as vitest has them: a fresh clone has no times to go by. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = longest.findIndex((name) => relative(project, moduleId) === `${name}.test.ts`)
  return at < 0 ? longest.length : at
}
