/** `npm run list`: how far a person has come. Exit codes: 0 · 2 wrong use. */
import { readProgress } from '../course/progress.ts'
import { giveUp } from '../give-up.ts'
import { displayOf } from '../terminal/display.ts'
import { WrongUse } from '../wrong-use.ts'
import { messages } from './messages.ts'
import { listScreen } from './screen.ts'

try {
  if (process.argv.length > 2) throw new WrongUse(messages.usage)
  process.stdout.write(listScreen(readProgress(), displayOf(process.stdout, process.env)))
} catch (error) {
  process.exitCode = giveUp(error)
}
