/** `npm run list`: how far a person has come. Exit codes: 0 · 2 wrong use. */
import { readProgress } from '../course/progress.ts'
import { displayOf } from '../terminal/display.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { messages } from './messages.ts'
import { listScreen } from './screen.ts'

if (process.argv.length > 2) {
  process.stderr.write(messages.usage)
  process.exitCode = exitCodes.wrongUse
} else {
  process.stdout.write(listScreen(readProgress(), displayOf(process.stdout, process.env)))
}
