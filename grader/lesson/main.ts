/** `npm run lesson 05`: a lesson on the terminal. Exit codes: 0 · 2 wrong use. */
import { runCommand } from '../run-command.ts'
import { displayOf } from '../terminal/display.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { WrongUse } from '../wrong-use.ts'
import { lessons, messages } from './messages.ts'
import { page } from './pager.ts'
import { lessonText } from './text.ts'

await runCommand(async (argv) => {
  await page(lessonText(parseLesson(argv), displayOf(process.stdout, process.env, 80)))
  return exitCodes.pass
})

function parseLesson([name, ...others]: string[]): string {
  if (name === undefined || others.length > 0) throw new WrongUse(messages.which)
  const lesson = lessons.find((each) => each === name || each.slice(0, 2) === name.padStart(2, '0'))
  if (lesson === undefined) throw new WrongUse(messages.unknown(name))
  return lesson
}
