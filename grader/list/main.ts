/** `npm run list`: how far a person has come. Exit codes: 0 · 2 wrong use. */
import { readProgress } from '../progress.ts'
import { wantsColors } from '../verdict/screen.ts'
import { messages } from './messages.ts'
import { listScreen } from './screen.ts'

if (process.argv.length > 2) {
  process.stderr.write(messages.usage)
  process.exitCode = 2
} else {
  const { stdout, env } = process
  const look = { columns: stdout.columns || Number.POSITIVE_INFINITY, colors: wantsColors(stdout, env) }
  process.stdout.write(listScreen(readProgress(), look))
}
