import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findStep } from '../course/steps.ts'
import { root } from '../root.ts'

/** The lessons there are: `05-cgroups`. */
export const lessons = readdirSync(join(root, 'docs'))
  .filter((file) => /^\d\d-.*\.md$/.test(file))
  .map((file) => file.slice(0, -'.md'.length))

const valid = `lessons: ${lessons.map((lesson) => lesson.slice(0, 2)).join(' ')}`

/** All words of `lesson` that are not the lesson's. */
export const messages = {
  /** After the last line. */
  next: (lesson: string) => {
    const step = findStep(lesson)
    const after = lessons[lessons.indexOf(lesson) + 1]
    const work = step && `To work on it: npm run watch ${step.number}`
    return [work, after && `The next lesson: npm run lesson ${after.slice(0, 2)}`].filter(Boolean).join('\n')
  },
  which: `Which lesson? npm run lesson 05 · ${valid}`,
  drawing: (place: string) => `(There is a drawing here: ${place})`,
  unknown: (name: string) => `There is no lesson ${JSON.stringify(name)} · npm run lesson 05 · ${valid}`,
}
