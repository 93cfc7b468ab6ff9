/**
 * `npm run hint 05.3`: one hint more each time; see `options.ts` for what can be asked. Exit codes: 0 shown · 2 wrong
 * use · 70 the kit broke.
 */

import { runCommand } from '../run-command.ts'
import { displayOf } from '../terminal/display.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { answer } from './answer.ts'
import { help } from './messages.ts'
import { parseHint } from './options.ts'

await runCommand((argv) => {
  const { stdout, env } = process
  const wish = parseHint(argv, env)
  stdout.write(wish ? answer(wish, displayOf(stdout, env)) : help)
  return exitCodes.pass
})
