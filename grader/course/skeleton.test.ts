import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../root.ts'
import { contentsOf } from './contents.ts'
import { skeletonOf } from './skeleton.ts'
import { steps } from './steps.ts'

// After a change to a skeleton: commit it, then `npx vitest run grader/course --update`.
test('skeletons.json names the skeletons as they are', async () => {
  const files = globSync('*/**/*', { cwd: join(root, 'steps'), withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .sort()
  const ids = execFileSync('git', ['hash-object', ...files], { encoding: 'utf8' })
    .trim()
    .split('\n')
  const named = Object.fromEntries(
    files.map((file, at) => [file.slice(join(root, 'steps/').length), ids[at]]),
  )
  await expect(`${JSON.stringify(named, null, 2)}\n`).toMatchFileSnapshot('skeletons.json')
})

test.each(steps)('git has the skeleton of $folder', (step) => {
  expect(skeletonOf(step)).toEqual(contentsOf(join(root, 'steps', step.folder)))
})
