/** `npm run lesson 05`: a lesson on the terminal. Exit codes: 0 · 2 wrong use. */
import { displayOf } from '../terminal/display.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { lessons, messages } from './messages.ts'
import { page } from './pager.ts'
import { lessonText } from './text.ts'

const [name, ...others] = process.argv.slice(2)
const lesson = lessons.find((each) => each === name || each.slice(0, 2) === name?.padStart(2, '0'))
if (lesson === undefined || others.length > 0) {
  process.stderr.write(
    `${name === undefined || others.length > 0 ? messages.which : messages.unknown(name)}\n`,
  )
  process.exitCode = exitCodes.wrongUse
} else {
  const { stdout, env } = process
  await page(lessonText(lesson, displayOf(stdout, env, 80)))
}
