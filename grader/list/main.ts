/** `npm run list`: how far a person has come. Exit codes: 0 · 2 wrong use. */
import { readProgress } from '../course/progress.ts'
import { runCommand } from '../run-command.ts'
import { displayOf } from '../terminal/display.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { WrongUse } from '../wrong-use.ts'
import { messages } from './messages.ts'
import { listScreen } from './screen.ts'

await runCommand((argv) => {
  if (argv.length > 0) throw new WrongUse(messages.usage)
  process.stdout.write(listScreen(readProgress(), displayOf(process.stdout, process.env)))
  return exitCodes.pass
})
